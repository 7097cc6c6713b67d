/** @module All targets that run in this process. */
import type { FuzzTarget } from './target.ts';
import { apiTargets } from './targets/api.ts';
import { configurationTargets } from './targets/configuration.ts';
import { dataTargets } from './targets/data.ts';
import { handshakeTargets } from './targets/handshake.ts';
import { manifestTargets } from './targets/manifests.ts';
import { messageTargets } from './targets/messages.ts';
import { sealedFrameTargets } from './targets/sealed-frames.ts';
import { secretTargets } from './targets/secrets.ts';
import { sessionTargets } from './targets/sessions.ts';

export const TARGETS: readonly FuzzTarget[] = [
  ...messageTargets,
  ...handshakeTargets,
  ...sealedFrameTargets,
  ...sessionTargets,
  ...secretTargets,
  ...manifestTargets,
  ...dataTargets,
  ...configurationTargets,
  ...apiTargets,
];
