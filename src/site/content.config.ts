import { docsSchema } from '@astrojs/starlight/schema';
import { defineCollection } from 'astro:content';
import { exampleSchema } from './example-rows.ts';
import { examplesLoader, pagesLoader, rowsLoader } from './loaders.ts';
import { rowSchema } from './rows.ts';

export const collections = {
  docs: defineCollection({ loader: pagesLoader(), schema: docsSchema() }),
  examples: defineCollection({ loader: examplesLoader(), schema: exampleSchema }),
  rows: defineCollection({ loader: rowsLoader(), schema: rowSchema }),
};
