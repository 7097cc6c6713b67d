/** @module `muster completion`: scripts by which bash and zsh complete commands and options. Made from the tree of commands. */
import { Argument, type Command } from 'commander';
import { EXIT } from '../exit-code.ts';
import { run } from '../outcome.ts';
import { command } from './command.ts';

export function completionCommand(program: Command): Command {
  return command('completion', 'print a completion script', 'source <(muster completion bash)')
    .addArgument(new Argument('<shell>').choices(['bash', 'zsh']))
    .action((shell: 'bash' | 'zsh', options: { json?: boolean }) =>
      run(options, async (output) => {
        output.result({ shell, script: script(program, shell) }, ({ script: text }) => text);
        return EXIT.ok;
      }),
    );
}

/** Words that may follow each path of commands: `muster run` -> start list show ... */
function words(command: Command, path: readonly string[]): readonly (readonly [string, readonly string[]])[] {
  const own = [
    ...command.commands.map((child) => child.name()),
    ...command.options.flatMap(({ long }) => (long ? [long] : [])),
    '--help',
  ];
  return [
    [path.join(' '), own],
    ...command.commands.flatMap((child) => words(child, [...path, child.name()])),
  ];
}

function script(program: Command, shell: 'bash' | 'zsh'): string {
  const cases = words(program, ['muster']).map(
    ([path, list]) => `    '${path}') words='${list.join(' ')}' ;;`,
  );
  const body = [
    '_muster() {',
    "  local words='' path='muster' word index",
    '  for ((index = 1; index < COMP_CWORD; index++)); do',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a shell script
    '    word="${COMP_WORDS[index]}"',
    '    [[ "$word" == -* ]] || path="$path $word"',
    '  done',
    '  case "$path" in',
    ...cases,
    '  esac',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a shell script
    '  COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a shell script
    '  [[ ${#COMPREPLY[@]} -gt 0 ]] || COMPREPLY=($(compgen -f -- "${COMP_WORDS[COMP_CWORD]}"))',
    '}',
    'complete -F _muster muster',
  ];
  // zsh understands bash's completions once asked to.
  const head =
    shell === 'zsh'
      ? ['autoload -U +X compinit && compinit', 'autoload -U +X bashcompinit && bashcompinit']
      : [];
  return [...head, ...body].join('\n');
}
