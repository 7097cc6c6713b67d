/** @module `muster site`: who takes part. */
import type { SiteView } from '@muster/api';
import type { Command } from 'commander';
import { connect, connection } from '../connection.ts';
import { run } from '../outcome.ts';
import { seconds, table, time } from '../output.ts';
import { apiCommand, group, wholeNumber } from './command.ts';

export function siteCommand(): Command {
  const site = group('site', 'invite, list, revoke and reinstate sites');

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
    apiCommand('reinstate', 'let a suspended site take part again', 'muster site reinstate north-hospital')
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

function statusText({ status, suspendReason, contended }: SiteView): string {
  if (suspendReason !== null) return `${status}: ${suspendReason}`;
  return contended > 0 ? `${status}: TWO AGENTS? replaced ${contended} times in 30 min` : status;
}
