/** @module `muster site`: who takes part. */
import type { SiteDetail, SiteView } from '@muster/api';
import type { Command } from 'commander';
import { connect, connection } from '../connection.ts';
import { EXIT } from '../exit-code.ts';
import { run } from '../outcome.ts';
import { seconds, table, time } from '../output.ts';
import type { ReadPolicy } from '../published-policy.ts';
import { apiCommand, group, wholeNumber } from './command.ts';

export function siteCommand(): Command {
  const site = group('site', 'invite, list, show, revoke and reinstate sites');

  site.addCommand(
    apiCommand('invite', 'make a one-time enrolment token for a site', 'muster site invite north-hospital')
      .argument('<name>', 'name of the site: lower-case letters, digits, hyphens')
      .option('--hours <n>', 'how long the token is good, 1 to 168 hours (default: 24)', wholeNumber(1, 168))
      .action((name: string, options: { hours?: number; json?: boolean; credential?: string }) =>
        run(options, async (output) => {
          const { api, certificateAuthority } = connection(options);
          const invitation = await api.invite(name, options.hours);
          const url = api.url.replace(/^http/, 'ws');
          const [ca, where] =
            certificateAuthority === undefined
              ? ['', '']
              : [' --ca FILE', `\n  FILE is a copy of ${certificateAuthority}, which goes with the token`];
          output.result(
            invitation,
            ({ token, expiresAt }) =>
              `${token}\n\nOne use, until ${time(expiresAt)}. Hand it to ${name} by a private way; there it is used with:\n  muster agent enrol TOKEN --url ${url}${ca}${where}`,
          );
        }),
      ),
  );

  site.addCommand(
    apiCommand('list', 'list sites, with their state', 'muster site list').action((options) =>
      run(options, async (output) => {
        output.result(await connect(options).sites(), sitesTable);
      }),
    ),
  );

  site.addCommand(
    apiCommand('show', 'show a site, and the policy that it has published', 'muster site show north-hospital')
      .argument('<name>')
      .action((name: string, options: { json?: boolean; credential?: string }) =>
        run(options, async (output) => {
          const { policyLines } = await import('@muster/policy');
          const { readPublished } = await import('../published-policy.ts');
          const site = await connect(options).site(name);
          const read = site.policy ? readPublished(site.policy) : undefined;
          const lines = read?.ok === true ? policyLines(read.policy) : [];
          output.result(site, (each) => siteText(each, read, lines));
          return read?.ok === false ? EXIT.failed : EXIT.ok;
        }),
      ),
  );

  site.addCommand(
    apiCommand(
      'revoke',
      'end the trust in a site at once',
      'muster site revoke north-hospital --reason "laptop stolen"',
    )
      .argument('<name>')
      .requiredOption('--reason <text>', 'recorded, and told to the site')
      .action((name: string, options: { reason: string; json?: boolean; credential?: string }) =>
        run(options, async (output) => {
          const view = await connect(options).revoke(name, options.reason);
          output.result(view, ({ name, revokedBefore, revokedAt, revokeReason }) =>
            revokedBefore
              ? `${name} was revoked before, ${time(revokedAt)}: ${revokeReason ?? ''}. That stands; invitations that were not used are void.`
              : `${name} is revoked; its connection is closed and its certificate no longer accepted.`,
          );
        }),
      ),
  );

  site.addCommand(
    apiCommand(
      'reinstate',
      'let a site take part again that was suspended, or that an operator has revoked',
      'muster site reinstate north-hospital',
    )
      .argument('<name>')
      .action((name: string, options: { json?: boolean; credential?: string }) =>
        run(options, async (output) => {
          const view = await connect(options).reinstate(name);
          output.result(
            view,
            (site) => `${site.name} may be selected again; what was refused before is forgiven.`,
          );
        }),
      ),
  );
  return site;
}

function sitesTable(sites: readonly SiteView[]): string {
  if (sites.length === 0) return 'No sites yet. Invite one: muster site invite NAME';
  return table(
    ['site', 'status', 'engine', 'data sets', 'last seen', 'clock skew', 'works for'],
    sites.map((site) => [
      site.name,
      statusText(site),
      site.engine ?? '-',
      site.datasets.join(' ') || '-',
      time(site.lastSeenAt),
      site.clockSkewMs === null ? '-' : seconds(site.clockSkewMs),
      site.busyWith ?? '-',
    ]),
  );
}

function siteText(
  site: SiteDetail,
  read: ReadPolicy | undefined,
  lines: readonly (readonly [string, string])[],
): string {
  const rows: readonly (readonly [string, string])[] = [
    ['site', site.name],
    ['status', statusText(site)],
    ['organisation', site.organisation ?? '-'],
    ['enrolled', time(site.enrolledAt)],
    ['last seen', time(site.lastSeenAt)],
    ['agent', [site.agentVersion, site.engine].filter(Boolean).join(', ') || '-'],
    ['offers', site.datasets.join(', ') || '-'],
    ['works for', site.busyWith ?? '-'],
    ['certificates', site.certificates.join('\n                      ') || '-'],
    ['policy', policyHead(site, read)],
    ...lines.map(([name, said]) => [`  ${name}`, said] as const),
  ];
  return rows.map(([name, said]) => `${name.padEnd(20)}  ${said}`).join('\n');
}

function policyHead({ policy }: SiteDetail, read: ReadPolicy | undefined): string {
  if (policy === null || read === undefined) return 'none is published';
  if (!read.ok) return `NOT TO BE TRUSTED: ${read.problem}`;
  return `${read.named}, signed by the site ${time(read.signedAt)}, published ${time(policy.since)}`;
}

function statusText({ status, suspendReason, logRefusal, contended }: SiteView): string {
  if (suspendReason !== null) return `${status}: ${suspendReason}`;
  if (logRefusal !== null) return `${status}: ${logRefusal}`;
  return contended > 0 ? `${status}: TWO AGENTS? replaced ${contended} times in 30 min` : status;
}
