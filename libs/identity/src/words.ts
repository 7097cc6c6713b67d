/** @module A hash as words that two people can compare on the telephone: proquints (Wilkerson, arXiv:0901.4016), five letters for 16 bits. */

const CONSONANTS = 'bdfghjklmnprstvz';
const VOWELS = 'aiou';

/** Of the first 16 bytes: eight words. */
export function wordsOf(hash: Uint8Array): string {
  const bytes = Buffer.from(hash);
  return Array.from({ length: 8 }, (_, index) => proquint(bytes.readUInt16BE(2 * index))).join(' ');
}

function proquint(value: number): string {
  const consonant = (shift: number): string => CONSONANTS.charAt((value >> shift) & 15);
  const vowel = (shift: number): string => VOWELS.charAt((value >> shift) & 3);
  return consonant(12) + vowel(10) + consonant(6) + vowel(4) + consonant(0);
}
