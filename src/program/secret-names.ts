/** Whether a variable's name says that it holds a secret. */
export function namesSecret(key: string): boolean {
  return /TOKEN|KEY|SECRET|PASSW|CREDENTIAL|DSN|PRIVATE/i.test(key);
}
