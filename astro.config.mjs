import { readFileSync } from 'node:fs';
import { satteri } from '@astrojs/markdown-satteri';
import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
import linksValidator from 'starlight-links-validator';

const project = JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8'));
const repository = project.repository.url.replace(/^git\+|\.git$/g, '');

export default defineConfig({
  site: project.homepage,
  srcDir: './src/site',
  publicDir: './src/site/public',
  outDir: './dist-site',
  cacheDir: './.cache/astro',
  trailingSlash: 'always',
  // `## Title {#id}`: the anchor of a section is its concept's id.
  markdown: { processor: satteri({ features: { headingAttributes: true } }) },
  integrations: [
    starlight({
      title: project.name,
      description: project.description,
      social: [{ icon: 'github', label: 'GitHub', href: repository }],
      editLink: { baseUrl: `${repository}/edit/main/` },
      customCss: ['./src/site/styles/theme.css', './src/site/styles/pages.css'],
      components: {
        SiteTitle: './src/site/components/SiteTitle.astro',
        Hero: './src/site/components/Hero.astro',
        PageTitle: './src/site/components/PageTitle.astro',
      },
      markdown: { processedDirs: ['./content/'] },
      plugins: [linksValidator()],
      expressiveCode: {
        themes: ['github-dark-default', 'github-light-default'],
        styleOverrides: {
          borderRadius: 'var(--ml-radius)',
          borderColor: 'var(--ml-line)',
          codeFontSize: '0.8125rem',
          codeLineHeight: '1.6',
          frames: { shadowColor: 'transparent' },
          // Dark, light: the colours of what was found and of what is written instead.
          textMarkers: {
            delBackground: ['#ff9a6214', '#c2410c0d'],
            delBorderColor: ['#ff9a62', '#c2410c'],
            delDiffIndicatorColor: ['#ff9a62', '#c2410c'],
            insBackground: ['#63d0c414', '#0b6e6e0d'],
            insBorderColor: ['#63d0c4', '#0b6e6e'],
            insDiffIndicatorColor: ['#63d0c4', '#0b6e6e'],
          },
        },
      },
      sidebar: [
        { label: 'Guide', items: [{ autogenerate: { directory: 'content/guide' } }] },
        { label: 'Mapping table', link: '/mapping/' },
        { label: 'Concepts', items: [{ autogenerate: { directory: 'content/concepts' } }] },
        { label: 'Executed examples', link: '/status/' },
      ],
    }),
  ],
});
