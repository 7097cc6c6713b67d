/** @module Who talks to whom in tests: one organisation, its coordinator, its sites. */
import { systemRandom } from '@muster/identity';
import { testFederation } from '@muster/identity/testing';
import type { ConnectOptions } from '../connect.ts';
import type { EndpointOptions } from '../endpoint.ts';

const federation = testFederation({ nowMs: Date.now() });

export function siteIdentity(name = 'site'): Extract<ConnectOptions['identity'], { purpose: 'session' }> {
  return {
    purpose: 'session',
    manifest: federation.manifest,
    ...federation.site(name),
    random: systemRandom,
  };
}

export function coordinatorIdentity(): EndpointOptions['identity'] {
  return { ...federation.coordinator, manifest: () => federation.manifest, random: systemRandom };
}
