/** @module What the work of an agent for rounds is made of. */
import type { Identity, RandomBytes } from '@muster/identity';
import type { LearningChild } from '@muster/learning/learning-child';
import type { EngineReport } from '@muster/protocol';
import type { SiteStore } from '@muster/store/site';
import type { Plan } from '@muster/task';
import type { Clock, Uniform } from '@muster/transport';
import type { SiteAudit } from './audit/site-audit.ts';
import type { SiteTrail } from './audit/site-trail.ts';
import type { SiteFolder } from './folder.ts';
import type { EgressGate } from './gate.ts';
import type { Logger } from './logger.ts';
import type { ManifestPin } from './manifest-pin.ts';
import type { PlanApprovals } from './plan-approvals.ts';
import type { SealFile } from './sealed-file.ts';
import type { MaskFile } from './secure/masked-file.ts';
import type { SiteConfig } from './site-config.ts';

export interface WorkerParts {
  readonly folder: SiteFolder;
  readonly config: SiteConfig;
  readonly federationId: string;
  readonly identity: Identity;
  readonly gate: EgressGate;
  readonly approvals: Pick<PlanApprovals, 'judge'>;
  readonly pin: Pick<ManifestPin, 'current'>;
  readonly store: Pick<SiteStore, 'work' | 'masked' | 'blobs' | 'atomically'>;
  /** The site's own log. */
  readonly trail: Pick<SiteTrail, 'ready' | 'accepted' | 'refused' | 'accessed' | 'released' | 'deliver'>;
  /** The gates that hang on the federation's log. */
  readonly audit: Pick<SiteAudit, 'placeOf' | 'placeOfModel' | 'assertOpen'>;
  readonly child: Pick<LearningChild, 'run'>;
  readonly seal: SealFile;
  readonly mask: MaskFile;
  readonly random: RandomBytes;
  /** Throws as parsePlan of @muster/task. */
  readonly readPlan: (bytes: Uint8Array, hash: string) => Promise<Plan>;
  readonly engine: EngineReport;
  readonly clock: Clock;
  /** Jitter of waits. */
  readonly uniform: Uniform;
  readonly log: Logger;
}
