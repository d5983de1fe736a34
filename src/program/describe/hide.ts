import { isDict, isUnknown, type Data } from '../../model/program-data.ts';

const SECRET_NAME = /(?:^|_)(?:api_?)?(?:key|token|secret|passw(?:or)?d|pwd|credentials?)(?:$|_)/i;
/** Tokens of well-known services, wherever they stand in a text. */
const TOKEN =
  /\b(?:hf_|sk-|ghp_|gho_|github_pat_|glpat-|xox[abp]-|AKIA|ak-|as-)[\w-]{12,}|(?<=:\/\/[^\s/:@]*:)[^\s/@]+(?=@)/g;

/** Whether what a variable of that name holds is nobody's business: `HF_TOKEN`. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

/** A text with stars for what looks like a token. */
export function withoutTokens(text: string): string {
  return text.replace(TOKEN, (token) => '*'.repeat(token.length));
}

/** A dict that shows its keys only. */
export function keysOnly(value: Data): Data {
  if (isUnknown(value)) return value;
  if (!isDict(value)) return { hidden: true };
  return { dict: value.dict.map(({ key }) => ({ key, value: { hidden: true } })) };
}
