/** The same function on both sides. */
export const square = {
  before: '@app.function()\ndef square(x):\n    return x * x\n',
  after: '@fal.function()\ndef square(x):\n    return x * x\n',
};
