/** Whether a variable's name says that it holds a secret. */
export function namesSecret(key: string): boolean {
  return /TOKEN|KEY|SECRET|PASSW|CREDENTIAL|DSN|PRIVATE/i.test(key);
}

const NUMBER = /^-?\d{0,9}(?:\.\d{1,9})?$/;
const WORD = /^[A-Za-z]{1,16}$/;
/** A folder, an address without a password, `owner/model-7b`. */
const PLACE = /^(?:[.~]?\/|(?:https?|socks5|redis|file):\/\/|[\w.-]+\/)[^@?\s]*$/;
const CREDENTIAL = /^(?:sk|pk|rk|hf|gh[opsu]|glpat|xox[a-z]|AKIA|ASIA|eyJ|ya29)[-_A-Za-z\d]{6}/;
/** Letters and digits without a break: no word is that long. */
const RANDOM = /(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z\d+=]{20}/;

/** What Git and others count up from contents. */
const DIGEST = /\b(?:[\da-f]{40}|[\da-f]{64})\b/g;

/** Whether one of the words of a text looks like a credential, which belongs in no other place than its own. */
export function holdsCredential(text: string): boolean {
  const words = text.replace(DIGEST, '').split(/[\s"'`=:,()[\]{}<>]+/);
  return words.some((word) => CREDENTIAL.test(word) || RANDOM.test(word));
}

/** Whether a text is surely no secret: a number, a word, a folder or an address. */
export function isHarmless(text: string): boolean {
  if (CREDENTIAL.test(text) || RANDOM.test(text)) return false;
  return NUMBER.test(text) || WORD.test(text) || PLACE.test(text);
}
