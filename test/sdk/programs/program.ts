import type { Program } from '../../../src/verify/client.ts';

/** A Modal program of one file; the code starts in line 5. */
export const modal = (code: string): Program => ({
  files: { 'app.py': `import modal\n\napp = modal.App("demo")\n\n${code}` },
  entry: 'app.py',
});

/** A fal program of one file; the code starts in line 4. */
export const fal = (code: string): Program => ({
  files: { 'app.py': `import fal\nfrom pydantic import BaseModel\n\n${code}` },
  entry: 'app.py',
});
