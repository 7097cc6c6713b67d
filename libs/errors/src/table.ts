/**
 * @module The table of error codes. A code is stable once released; docs/errors.md is generated from this table
 * (`node tools/docs/main.ts`), and each code travels on the wire and over HTTP as it stands here.
 */

/** One row of the table, as docs/errors.md shows it. */
export interface ErrorEntry {
  readonly meaning: string;
  readonly retryable: boolean;
  /** What the person who sees it does next. */
  readonly action: string;
  /** HTTP status when the API answers with this code. */
  readonly http: number;
}

const entry = (http: number, retryable: boolean, meaning: string, action: string): ErrorEntry => ({
  http,
  retryable,
  meaning,
  action,
});

/** Every code, by its name: the same on the wire, over HTTP and in logs. */
export const ERRORS = {
  // ---- anything
  INTERNAL: entry(
    500,
    false,
    'A fault in Muster itself.',
    'Report it with the log line that carries the same request id.',
  ),
  UNAVAILABLE: entry(
    503,
    true,
    'The other side cannot be reached or is shutting down.',
    'Check the address, and that the other side runs; agents try again by themselves.',
  ),
  HOST_UNKNOWN: entry(
    503,
    true,
    'No host is known by this name.',
    'Check the host in the URL, and the name service of this machine.',
  ),
  TIMEOUT: entry(504, true, 'No answer came in time.', 'Try again; look at the other side if it lasts.'),
  CANCELLED: entry(409, false, 'The work was cancelled.', 'Nothing; start again if it was not meant.'),
  NOT_FOUND: entry(404, false, 'No such thing is known here.', 'List what there is and check the name.'),
  CONFLICT: entry(
    409,
    false,
    'The request contradicts what is already recorded.',
    'Read the record, then ask for what still makes sense.',
  ),
  INVALID_ARGUMENT: entry(
    400,
    false,
    'A value is missing or out of its range.',
    'Correct the field that the message names.',
  ),
  CONFIG_INVALID: entry(
    400,
    false,
    'A configuration file has an error.',
    'Correct the file, line and field that the message names.',
  ),
  STORAGE_FULL: entry(507, true, 'No room is left on the disk.', 'Free space; work goes on by itself.'),
  STORAGE_FAILED: entry(
    500,
    true,
    'The disk or database refused a read or a write.',
    'Check the disk; nothing half-written is used.',
  ),
  STORAGE_CORRUPT: entry(
    500,
    false,
    'Stored bytes do not match their hash.',
    'Restore it from a backup that is whole; `muster coordinator check --dir BACKUP` lists what is damaged in one.',
  ),
  STORAGE_BUSY: entry(
    409,
    false,
    'Another process holds this data directory.',
    'Stop the other process first.',
  ),
  OVERLOADED: entry(
    429,
    true,
    'A limit on concurrent work is reached.',
    'Wait for the time that the answer names.',
  ),

  // ---- wire
  UNKNOWN_MESSAGE: entry(
    400,
    false,
    'A message of a type that this side does not know.',
    'Update the older side.',
  ),
  UNEXPECTED_MESSAGE: entry(
    400,
    false,
    'A known message at a time when it makes no sense.',
    'Report it; the session goes on.',
  ),
  MALFORMED: entry(400, false, 'Bytes that are no valid message.', 'Check for a proxy that alters traffic.'),
  FRAME_TOO_LARGE: entry(413, false, 'A frame beyond the size limit.', 'Send large objects in chunks.'),
  FRAME_REPLAYED: entry(
    400,
    false,
    'A frame counter that is not the next one: replayed, reordered or lost.',
    'The session ends; the agent reconnects by itself.',
  ),
  FRAME_FORGED: entry(
    400,
    false,
    'A frame that fails authentication.',
    'The session ends; check for tampering if it repeats.',
  ),
  VERSION_MISMATCH: entry(
    426,
    false,
    'No protocol version is known to both sides.',
    'Update the older side.',
  ),
  CREDIT_EXCEEDED: entry(400, false, 'More chunks than were granted.', 'Report it; the transfer ends.'),
  OBJECT_UNKNOWN: entry(
    404,
    false,
    'No object with this hash is offered here.',
    'The round it belonged to is over.',
  ),
  OBJECT_CORRUPT: entry(
    422,
    true,
    'Bytes received do not match the announced hash.',
    'The transfer is repeated.',
  ),

  // ---- identity
  TOKEN_INVALID: entry(401, false, 'The enrolment token is not known.', 'Ask the operator for a new one.'),
  TOKEN_USED: entry(
    401,
    false,
    'The enrolment token was used already.',
    'Ask the operator for a new one; if it was not you, tell them.',
  ),
  TOKEN_EXPIRED: entry(
    401,
    false,
    'The enrolment token is older than 24 hours.',
    'Ask the operator for a new one.',
  ),
  COORDINATOR_MISMATCH: entry(
    401,
    false,
    "The coordinator does not hold a key that the federation's manifest names.",
    'Check the URL. If it is right, somebody may be in the middle.',
  ),
  CERTIFICATE_INVALID: entry(
    401,
    false,
    'A certificate that this federation did not issue, or that is malformed.',
    'Enrol with a token of this federation; a site that was enrolled before: muster agent enrol TOKEN --again.',
  ),
  CERTIFICATE_EXPIRED: entry(
    401,
    false,
    'A certificate outside its time.',
    'Check the clock; a site enrols again by a new token: muster agent enrol TOKEN --again.',
  ),
  FEDERATION_MISMATCH: entry(
    401,
    false,
    'A certificate of another federation.',
    'Use the folder that was enrolled with this coordinator.',
  ),
  SITE_REVOKED: entry(
    403,
    false,
    "The site was revoked by the operator, or its certificate by the federation's manifest.",
    'Talk to the operator, or to the organisation that certified the site.',
  ),
  SITE_SUSPENDED: entry(
    403,
    false,
    'The site was suspended: too many of its updates were refused.',
    'Talk to the operator, who lets it take part again: muster site reinstate NAME.',
  ),
  ORGANISATION_FULL: entry(
    409,
    false,
    "An organisation has as many sites as the federation's manifest allows it.",
    'Revoke sites that are gone (muster site revoke), or have the organisations sign a manifest with more: muster federation rotate.',
  ),
  ORGANISATION_KEY_MISSING: entry(
    409,
    false,
    "The key of the site's organisation does not lie with the coordinator, which so cannot certify the site.",
    'At the site: muster agent request; its organisation answers by: muster federation certify.',
  ),
  MANIFEST_INVALID: entry(
    400,
    false,
    'A federation manifest that is malformed, or that no federation can have.',
    'Take an unaltered copy; of a draft, correct what the message names.',
  ),
  MANIFEST_UNSIGNED: entry(
    403,
    false,
    'A federation manifest that too few of its organisations have signed.',
    'Have those sign who are missing (muster federation show FILE): muster federation sign FILE --key KEY.',
  ),
  MANIFEST_OLD: entry(
    409,
    false,
    'A federation manifest of an earlier epoch than the one that is known: the coordinator may be restored from a backup.',
    'Give the coordinator the newest one; every site has it, as keys/manifest.json: muster federation install FILE.',
  ),
  MANIFEST_FORK: entry(
    409,
    false,
    'Two federation manifests of one epoch: organisations have signed both.',
    'Work on nothing until the organisations have agreed which one holds; compare them by: muster federation show FILE.',
  ),
  MANIFEST_CHAIN_BROKEN: entry(
    409,
    false,
    'A federation manifest that does not follow the one that is known.',
    'Bring every epoch since then, in one file, as muster federation writes them.',
  ),
  SITE_DUPLICATE: entry(
    409,
    true,
    'Another agent has connected with the keys of this site; the newest connection is the one that counts.',
    'Stop one of the two: a folder of a site belongs to one agent, and a second machine is enrolled as a site of its own.',
  ),
  SIGNATURE_INVALID: entry(401, false, 'A signature that does not verify.', 'Check for tampering.'),
  CLOCK_SKEW: entry(
    400,
    true,
    'Clocks differ by more than an hour.',
    'Set the clock; the message names the difference.',
  ),
  HANDSHAKE_TIMEOUT: entry(
    408,
    true,
    'The peer connected and did not complete the handshake.',
    'Check the network; agents retry by themselves.',
  ),
  UNAUTHENTICATED: entry(
    401,
    false,
    'The request carries no valid operator credential.',
    'Pass --credential, or MUSTER_CREDENTIAL.',
  ),
  LAST_OPERATOR: entry(
    409,
    false,
    'The last operator cannot be revoked: nobody could use the API any more.',
    'Add another operator first.',
  ),
  PASSPHRASE_REQUIRED: entry(
    401,
    false,
    'The key file is under a passphrase, and none was given.',
    'Pass --passphrase-file, or set MUSTER_PASSPHRASE_FILE, with a file whose first line is the passphrase.',
  ),
  PASSPHRASE_WRONG: entry(
    401,
    false,
    'The passphrase does not open the key file.',
    'Check the first line of the passphrase file.',
  ),
  KEY_FILE_INVALID: entry(
    400,
    false,
    'A file with a key or a passphrase is damaged or readable by others.',
    'Restore it, or set its mode to 0600.',
  ),
  TLS_REQUIRED: entry(
    400,
    false,
    'Plain ws:// or http:// off loopback.',
    'Give a certificate and a key, or bind to 127.0.0.1.',
  ),

  TLS_UNTRUSTED: entry(
    502,
    false,
    'The TLS certificate of the coordinator is not vouched for here, is for another host, or is outside its time.',
    'Use a host that the certificate names. Name the PEM of a private authority: by --ca at `muster agent enrol` and `muster coordinator init`, in operator.json as certificateAuthority; to read a log that is served, in NODE_EXTRA_CA_CERTS.',
  ),

  // ---- task and plan
  TASK_INVALID: entry(400, false, 'The task file has errors.', 'Correct each line that is named.'),
  MODEL_INVALID: entry(
    400,
    false,
    'The model is not one that Muster builds.',
    'Use a named architecture or layers that the docs list.',
  ),
  PLAN_MISMATCH: entry(
    409,
    false,
    'The plan is not the one that the round runs.',
    'The agent fetches the plan again.',
  ),
  RUN_NOT_ACTIVE: entry(409, false, 'The run is over or cancelled.', 'Nothing.'),

  // ---- rounds
  ROUND_CLOSED: entry(
    409,
    false,
    'The round is over or was never open.',
    'Nothing; the agent waits for the next offer.',
  ),
  LATE: entry(
    409,
    false,
    'The update came after the round closed.',
    'Nothing is lost but this update; raise the deadline if it repeats.',
  ),
  MASKS_NOT_PREPARED: entry(
    409,
    true,
    'An update came before the round had heard that the seeds are shared: until then none is taken.',
    'Nothing; the update is brought again.',
  ),
  NOT_IN_COHORT: entry(403, false, 'The site was not selected for this round.', 'Nothing.'),
  DUPLICATE: entry(
    409,
    false,
    'An update of this site is already in this round.',
    'Nothing; it counts once.',
  ),
  QUORUM_NOT_REACHED: entry(
    409,
    true,
    'Fewer sites than the quorum reported in time.',
    'The run waits for sites; see which ones failed and why.',
  ),
  SITE_LOST: entry(503, true, 'The site lost its connection during the round.', 'It reconnects by itself.'),
  SITE_BUSY: entry(409, true, 'The site works for another round.', 'Nothing.'),

  // ---- admission of updates
  MODEL_MISMATCH: entry(
    409,
    false,
    'The update was made from another global model.',
    'The agent fetches the model again.',
  ),
  LAYOUT_MISMATCH: entry(422, false, 'The update has another layout than the plan.', 'Update the agent.'),
  LENGTH_MISMATCH: entry(
    422,
    false,
    'The update has another length than its layout.',
    'Report it; the update is refused.',
  ),
  SEAL_BROKEN: entry(
    422,
    false,
    'An update cannot be opened: it was sealed for another coordinator, or changed on its way.',
    "Nothing is lost but this update; if it repeats, look whether the coordinator's keys were exchanged.",
  ),
  CODEC_UNKNOWN: entry(422, false, 'An encoding that the plan does not name.', 'Update the agent.'),
  UPDATE_NOT_FINITE: entry(
    422,
    false,
    'The update contains NaN or infinity.',
    'Lower the learning rate, or look at the data of the site.',
  ),
  UPDATE_OUT_OF_RANGE: entry(
    422,
    false,
    'A value of the update is beyond the range of the accumulator.',
    'Lower the learning rate, or raise rounds.valueMax in the task.',
  ),
  UPDATE_NORM_OUT_OF_RANGE: entry(
    422,
    false,
    'The norm of the update is far beyond those that counted before.',
    'Look at the data and the learning rate of the site; the operator finds the update by `muster run rejected`, and may release it.',
  ),
  WEIGHT_OUT_OF_RANGE: entry(
    422,
    false,
    'The weight is not a whole number of examples in the allowed range.',
    'Check the data set of the site.',
  ),

  // ---- secure aggregation
  SECAGG_COHORT_TOO_SMALL: entry(
    409,
    true,
    'Fewer sites than secure aggregation needs, or than the task or a site asks for.',
    'Wait for more sites. With 3 or 4 in all, the task may say so and accept less protection, or turn it off; see docs/task.md.',
  ),
  SECAGG_REFUSED: entry(
    400,
    false,
    'A message that breaks the protocol of secure aggregation; nothing of it is used.',
    'Look at the site that sent it: an old version, or one that was tampered with.',
  ),
  SECAGG_BELOW_THRESHOLD: entry(
    409,
    true,
    'Too few sites stayed to unmask the sum; nothing was learnt.',
    'The next attempt has fresh keys; if it repeats, see which sites are lost, or allow for more of them: maxDropout.',
  ),
  SECAGG_SUM_INVALID: entry(
    422,
    true,
    'The unmasked sum fails its checks: at least one site cheated or is broken. It is discarded.',
    'The next attempt begins anew; if it repeats, leave sites out until it does not.',
  ),

  // ---- at the site
  POLICY_REFUSED: entry(
    403,
    false,
    "The site's policy does not allow this.",
    "Read the reason; the site's engineer may change policy.yaml, and sign it again.",
  ),
  MODEL_NOT_ALLOWED: entry(
    403,
    false,
    "The federation's manifest names the models that may be trained, and not this one.",
    'Have the organisations sign a manifest that allows it: muster federation rotate --model HASH (muster task check shows the hash).',
  ),
  POLICY_EXPIRED: entry(
    403,
    false,
    "The last day of the site's policy is over: it allows nothing any more.",
    'Somebody at the site reads policy.yaml, sets a later day, and signs it: muster agent policy sign --by NAME.',
  ),
  POLICY_UNSIGNED: entry(
    403,
    false,
    'The policy of the site was not signed by it, or was edited since.',
    'Read it: muster agent policy show. If it says what is meant, sign it: muster agent policy sign --by NAME.',
  ),
  APPROVAL_PENDING: entry(
    403,
    true,
    'A person at the site must decide about this plan first.',
    'At the site: muster agent pending, then approve or refuse. The run goes on by itself afterwards; `muster run resume RUN` makes it sooner.',
  ),
  APPROVAL_REFUSED: entry(
    403,
    false,
    'A person at the site has refused this plan.',
    'Talk to the site; it may change its mind: muster agent approve.',
  ),
  EGRESS_DENIED: entry(
    403,
    false,
    'Bytes were about to leave against the policy of the site; none left.',
    'Read the journal of the site.',
  ),
  DATASET_UNKNOWN: entry(
    404,
    false,
    'The site, or the coordinator, has no data set of this name.',
    'Name it in site.yaml; the public test set of a task in coordinator.yaml.',
  ),
  DATA_SCHEMA: entry(
    422,
    false,
    'Data that does not match its declared schema.',
    'Correct the row and column that the message names, or the schema.',
  ),
  DATA_UNREADABLE: entry(
    422,
    false,
    'A data file is missing, truncated or of another format.',
    'Check the path and the file.',
  ),
  ENGINE_UNAVAILABLE: entry(
    503,
    false,
    'The named training engine cannot be loaded here.',
    'Choose another, or install it.',
  ),
  ENGINE_UNTRUSTED: entry(
    503,
    false,
    'The engine failed its numeric self-check and may not contribute.',
    'Choose another engine; report the figures.',
  ),
  TRAINING_FAILED: entry(
    500,
    true,
    'The training process failed.',
    'Read the reason in the log of the site.',
  ),
  TRAINING_DIVERGED: entry(422, false, 'The local loss became NaN or infinite.', 'Lower the learning rate.'),

  // ---- audit log
  AUDIT_KEY_INVALID: entry(
    400,
    false,
    'A key of an audit log or a witness that is malformed, or of a kind that this runtime cannot use.',
    'Copy the key again, whole; ML-DSA-44 needs Node.js 24.6 or later.',
  ),
  AUDIT_NOTE_INVALID: entry(
    422,
    false,
    'A signed note or a checkpoint of an audit log that is malformed.',
    'Fetch it again; if it repeats, tell the other sites: somebody altered it.',
  ),
  AUDIT_NOTE_UNTRUSTED: entry(
    403,
    false,
    'A checkpoint that no known log has signed.',
    'Check that the policy names this log; if it does, trust nothing of this log.',
  ),
  AUDIT_EVENT_INVALID: entry(
    422,
    false,
    'An audit event holds what the catalogue of events does not allow.',
    'See docs/audit.md for what may be in a log; what may not is not written anywhere.',
  ),
  AUDIT_FORK: entry(
    409,
    false,
    'A log has signed two histories, or a witness has seen another one than it was shown.',
    'Nothing is accepted from this log any more. Keep the evidence, compare fingerprints with other sites, and see docs/audit.md.',
  ),
  AUDIT_UNLOGGED: entry(
    409,
    false,
    "An offer, an answer or an update that is not on record in the federation's log as it was made.",
    'Whoever acts must log it first: see the audit alarm of the coordinator and the log of the agent, and docs/audit.md.',
  ),
  AUDIT_STALE: entry(
    409,
    true,
    "No quorum of witnesses has seen the federation's log lately: nothing leaves the site until one has.",
    'Wait until enough sites are connected; if the clock of this site is wrong, set it.',
  ),
  AUDIT_LOG_CHANGED: entry(
    409,
    false,
    "The federation's log is another one than the site has cosigned, and people of the site have not agreed to go on with it.",
    'Ask the operator of the coordinator why it began anew, compare with other sites, then see `muster agent log`.',
  ),
  AUDIT_ROLLED_BACK: entry(
    409,
    false,
    'The audit log holds less than was signed: the data directory was restored from an old backup, or altered.',
    'Put the newest data back. If it is lost, `muster coordinator restore` from a backup begins a later log, to which a person at each site must agree.',
  ),
  AUDIT_TILE_INVALID: entry(
    422,
    false,
    'A tile or entries of an audit log that are malformed or do not match the signed root.',
    'Fetch the log again; if it repeats, keep it as evidence: it was altered.',
  ),
  AUDIT_PROOF_INVALID: entry(
    422,
    false,
    'A proof that is malformed, or does not lead to the root that was signed.',
    'Ask for the proof again; if it repeats, keep it as evidence and tell the other sites.',
  ),
  AUDIT_POLICY_INVALID: entry(
    400,
    false,
    'A trust policy for an audit log has an error.',
    'Correct the line that the message names.',
  ),
  AUDIT_QUORUM_NOT_REACHED: entry(
    409,
    true,
    'Fewer witnesses than the policy asks for have cosigned the checkpoint.',
    'Wait until more sites are connected; see which ones have not cosigned.',
  ),
} as const satisfies Record<string, ErrorEntry>;

/** The name of a row. */
export type ErrorCode = keyof typeof ERRORS;

/** Whether a text from outside is a code of the table. */
export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(ERRORS, text);
}
