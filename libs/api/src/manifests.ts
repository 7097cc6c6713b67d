/** @module Manifests of the federation, as the API carries them: signed bytes, which whoever reads them verifies. */
import { z } from 'zod';

const signed = z.string().max(400_000).describe('SignedManifest of manifest.proto, base64');

/** The manifests after an epoch, in order. */
export const manifestsSchema = z.object({ manifests: signed.array() }).meta({ id: 'Manifests' });

/** Later manifests that are to come into force, in order. */
export const manifestInstallSchema = z.strictObject({ manifests: signed.array().min(1).max(64) });

/** The manifest that is in force now, and what came of it. */
export const manifestInstalledSchema = z
  .object({
    epoch: z.number(),
    hash: z.string().describe('SHA-256 of the manifest, hex'),
    coordinates: z
      .boolean()
      .describe("Whether it names this coordinator's key; else no site trusts this one"),
    sitesOut: z.string().array().describe('Sites that it does not vouch for any more'),
  })
  .meta({ id: 'ManifestInstalled' });

export type ManifestInstalled = z.infer<typeof manifestInstalledSchema>;
