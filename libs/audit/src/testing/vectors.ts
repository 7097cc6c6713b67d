/** @module Test vectors: tlog-tiles paths, notes and logs that other programs made. */

/** Paths of tiles (C2SP tlog-tiles); width 0 stands for a full tile. */
export const TILE_PATHS: readonly {
  readonly level: number | 'entries';
  readonly index: number;
  readonly width: number;
  readonly path: string;
}[] = [
  { level: 0, index: 1234067, width: 0, path: 'tile/0/x001/x234/067' },
  { level: 0, index: 273, width: 112, path: 'tile/0/273.p/112' },
  { level: 'entries', index: 273, width: 112, path: 'tile/entries/273.p/112' },
  { level: 1, index: 1, width: 17, path: 'tile/1/001.p/17' },
  { level: 2, index: 0, width: 1, path: 'tile/2/000.p/1' },
  { level: 0, index: 0, width: 0, path: 'tile/0/000' },
  { level: 0, index: 999, width: 0, path: 'tile/0/999' },
  { level: 0, index: 1000, width: 0, path: 'tile/0/x001/000' },
  { level: 0, index: 1000000, width: 255, path: 'tile/0/x001/x000/000.p/255' },
];

/** A key and a signed text of golang.org/x/mod/sumdb/note (`note_test.go`). */
export const GO_NOTE = {
  signingKey: 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz',
  verifierKey: 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
  text: "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n",
  signature: 'x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=',
  /** A key of 34 bytes, and one of type 0x65; the ids are right. */
  badKeys: [
    'PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==',
    'PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
  ],
} as const;

/** The example of C2SP signed-note, "Verifier keys". */
export const C2SP_NOTE = {
  verifierKey: 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k',
  text: 'This is an example message.\n',
  signature: 'Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=',
} as const;

/** The log in `testdata` of github.com/transparency-dev/tessera v1.0.4: a published test key, one word to an entry. */
export const TESSERA_LOG = {
  origin: 'example.com/log/testdata',
  signingKey: 'PRIVATE+KEY+example.com/log/testdata+33d7b496+AeymY/SZAX0jZcJ8enZ5FY1Dz+wTML2yWSkK+9DSF3eg',
  verifierKey: 'example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx',
  words: 'one two three four five six seven eit nain ten ileven twelf threeten fourten fivten',
  /** Root and signature of the checkpoints of sizes 0 to 15. */
  checkpoints: `\
47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU= M9e0lhxJACzE1KoUdqKuPa+9p6R7dSW8BlEvrg/noo8FkGg6PbJoRNOcdjqjOq89wVvTA60eubCc4oufo5BvIVEgtQc=
0Nc2CrefWKseHj/mStd+LqC8B+NrX0btIiPt2SmN+ek= M9e0lhr9kuLxGdAtaUrhm84TQffVsLdcy808sN0a3WyniNlfcr9+bywoiIke1YYciCNjJGkCgIlQ8b16jhsmg/SChAM=
T1X2GdkhUjV3iyufF9b0kVsWFxIU0VI4EpNml2Teci4= M9e0llH4NKmlf0u7C8tkJioQOmi7l5ELqljXgKRg6R3G5JJ7vx7emDWo5fpqKuA/Dk/jRrI6il+7QCVirNhyUAWGoAk=
Wqx3HImawpLnS/Gv4ubjAvi1WIOy0b8Ze0amvqbavKk= M9e0lvAQRtH832pk2RTbeSeZMkp4FZSdJYFBUjO5SKxuRbywPUF3cx+HUrb50kjd3rUWW/fj53Wj1dwcwh9bGQnqVAg=
zY1lN35vrXYAPixXSd59LsU29xUJtuW4o2dNNg5Y2Co= M9e0lnFuWt0cp60moO4jAkeXvMNLIIOGn4WdyeHQurBt9mBi0tWdfkldiAt9k0FpwuZymvttsVn9uwyouXU3vPpeNAc=
gy5gl3aksFyiCO95a/1vLXz88A3dRq+0l9Sxte8ZqZQ= M9e0lmn5eDHyHP10zJObZdFAX2y1V8fdDKBi4IiHbDYf1TCUBwxZOhqwv2QZCqrdda2zTRTrmnwjwscN5RBTEmZUYAs=
a6sWvsc2eEzmj72vah7mZ5dwFltivehh2b11qwlp5Jg= M9e0ln+nHSdGSHEZBcjvqyYDXDbG8WxDwCDjbbGAMv/NTynAtJWhckSXIpuwpN3yJ4PTtzUbD34YGqIZr6RgJRn16gU=
IrSXADBqJ7EQoUODSDKROySgNveeL6CFhik2w/+fS7U= M9e0luA5JhTRUki/BBQD0QNiH6AEJ2pdtsA5CQjqJErViuuKrN6513RCTL2640wXJv0dCed3neRGI6dMzBq9uANf2Qc=
bC+VwvrJbalNVjfkdI8kUgs7mJoXrqiXCE7bgnD28pY= M9e0lq1EK37dHtgv9O3UzPxisw5vwIPcJsX9ab0xt4mvVfbdUR1fbMjN6sBFYpBoBEmD4+cWhj/AVgI5MitCO5+mews=
CvhHViE3S9E3htHLR+25mapWoGCJ3WckMq1UtC3VmEY= M9e0ls3mdnWX0qk4P3uGG0eYiFRWSwPR+RdeD1ARmrHPHjXP0x9UJWASPFTOTqJo0mp7Epck2O9RFB0J9IjDdAewagw=
y8/gZsZCtitsMan09tY+k8I7Qpr7Y5fbO2tLi9GQnfU= M9e0lrmwaVEOWFZ+HS5ITnRd2YMOSWE5QeoYu+6DHwJLnJ+SVeJ2ZiYeD7lVC5oGJx76gbfLSyCUEq6D8JkarrsuiQQ=
Yok1cS5VdokGLBy73BC2I16b3atss6KBN9jnIi6Fz/A= M9e0lqbRtWirJwbUy4w3VrK2RyzfW8P+OIkc8t6b6AVG/tQd1Q2SN+uCLYzNNFnf/PhzeCdURSGQe1MRnohCxPu21wg=
uZo6M+IhVna+CLgWCrJs0xBPUHbozHkYTQASduHSLME= M9e0lrFzoTgi+ovhrqX0DpsEAp3wLu1coMLIkeCwSkGfS4Ox4pLXo2LHudqm4merh0ZkCNzHr8kQwq5gS5mmimIvdA4=
av0kLH0VkkVDrTuZzBGIx7d9z5G1l/GlKz/nAV/8woQ= M9e0liO8x8xfEOGmZVYODUjQajkEpjccPQ9EkG3yEEDet4K3BWE/DFRPH6H+b6gFFFaG5KS1bBmYS/xeZJs8lj+z+wM=
SvCd38yNade7xEPY1a/aAc1M3A2AHYVF8lIiUnsH1ao= M9e0lu8roIpjC+NXEG7JDkajIahoYDYWgxDtxfx/6rzLoztU9t/PvivZ48xt8ygJpjzaboSpkbVv3Jb+D3NdXWQf5wo=
rKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383cs= M9e0luh4jTG+UMBqOUo9/q+yAEvx1ilBEniMvjf1zfcBOhg+CKubMt53MvIt/uEWP6zdkdIQzd/fmwlM/dlPWF74ewI=`,
} as const;

const SIGSUM_ORIGIN = 'sigsum.org/v1/tree/4d6d8825a6bb689d459628312889dfbb0bcd41b5211d9e1ce768b0ff0309e562';

/** What a log said to a witness in a test of filippo.io/torchwood (`internal/witness/witness_test.go`). */
export const SIGSUM_LOG = {
  origin: SIGSUM_ORIGIN,
  verifierKey: `${SIGSUM_ORIGIN}+5202289b+Af/cLU2Y5BJNP+r3iMDC+av9eWCD0fBJVDfzAux5zxAP`,
  from0to1: `old 0

${SIGSUM_ORIGIN}
1
KgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=

— ${SIGSUM_ORIGIN} UgIom7fPZTqpxWWhyjWduBvTvGVqsokMbqTArsQilegKoFBJQjUFAmQ0+YeSPM3wfUQMFSzVnnNuWRTYrajXpNUbIQY=
`,
  from1to3: `old 1
KgEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
KgIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=

${SIGSUM_ORIGIN}
3
RcCI1Nk56ZcSmIEfIn0SleqtV7uvrlXNccFx595Iwl0=

— ${SIGSUM_ORIGIN} UgIom2VbtIcdFbwFAy1n7s6IkAxIY6J/GQOTuZF2ORV39d75cbAj2aQYwyJre36kezNobZs4SUUdrcawfAB8WVrx6go=
`,
  from1to5: `old 1
KgEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
+fUDV+k970B4I3uKrqJM4aP1lloPZP8mvr2Z4wRw2LI=
KgQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=

${SIGSUM_ORIGIN}
5
QrtXrQZCCvpIgsSmOsah7HdICzMLLyDfxToMql9WTjY=

— ${SIGSUM_ORIGIN} UgIomw/EOJmWi0i1FQsOj+etB7F8IccFam/jgd6wzRns4QPVmyEZtdvl1U2KEmLOZ/ASRcWJi0tW90dJWAShei7sDww=
`,
} as const;
