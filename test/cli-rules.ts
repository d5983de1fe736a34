import type { RuleSet } from '../src/model/rule-set.ts';
import type { Match, Rule, Verdict } from '../src/model/rule.ts';

/** A small rule set, so that these tests say nothing about the table of the guide. */
export const RULES: RuleSet = {
  version: 1,
  homepage: 'https://example.test',
  rules: [
    rule('app', 'functions', '`modal.App`', 'nothing', 'rewrite', [{ symbol: 'modal.App' }]),
    rule('app-function', 'functions', '`@app.function()`', '`@fal.function()`', 'rewrite', [
      { symbol: 'modal.App.function', role: 'decorator' },
    ]),
    rule('gpu', 'resources', '`gpu="A100"`', '`machine_type = "GPU-A100"`', 'rewrite-unsafe', [
      { symbol: 'modal.App.function', role: 'keyword', keyword: 'gpu' },
    ]),
    rule('min-containers', 'resources', '`min_containers=`', '`min_concurrency`', 'rewrite', [
      { symbol: 'modal.App.function', role: 'keyword', keyword: 'min_containers' },
    ]),
    rule('volume', 'volumes', '`modal.Volume`', '`/data`', 'manual', [{ symbol: 'modal.Volume' }]),
    rule('queue', 'queues', '`modal.Queue`', '–', 'no-equivalent', [{ symbol: 'modal.Queue' }]),
    rule('secret', 'secrets', '`modal.Secret`', '`fal secrets set`', 'rewrite', [
      { symbol: 'modal.Secret' },
    ]),
    rule('image-pip-install', 'images', '`Image.pip_install`', '`requirements`', 'rewrite', [
      { symbol: 'modal.Image.pip_install' },
    ]),
    rule('modal-deploy', 'deploying', '`modal deploy`', '`fal deploy`', 'rewrite', [
      { symbol: 'modal deploy', role: 'command' },
    ]),
    rule(
      'modal-secret-create',
      'secrets',
      '`modal secret create`',
      '`fal secrets set`',
      'rewrite',
      [{ symbol: 'modal secret create', role: 'command' }],
    ),
  ],
  sdk: {
    roots: ['modal'],
    symbols: {
      modal: { kind: 'module' },
      'modal.App': { kind: 'class', params: ['name'], returns: 'modal.App' },
      'modal.App.function': { decorates: 'modal.Function' },
      'modal.App.cls': { decorates: 'modal.Cls' },
      'modal.App.local_entrypoint': {},
      'modal.Function': { kind: 'class' },
      'modal.Function.remote': { params: ['*args', '**kwargs'] },
      'modal.Cls': { kind: 'class' },
      'modal.Image': { kind: 'class' },
      'modal.Image.debian_slim': { returns: 'modal.Image' },
      'modal.Image.pip_install': { returns: 'modal.Image' },
      'modal.Queue': { kind: 'class' },
      'modal.Queue.from_name': { returns: 'modal.Queue' },
      'modal.Secret': { kind: 'class' },
      'modal.Secret.from_dict': { returns: 'modal.Secret' },
      'modal.Volume': { kind: 'class' },
      'modal.Volume.from_name': { returns: 'modal.Volume' },
      'modal.is_local': {},
    },
    past: { 'modal.Stub': { now: 'modal.App' } },
    keywords: { 'modal.App.function': { keep_warm: 'min_containers' } },
  },
};

function rule(
  id: string,
  topic: string,
  modal: string,
  fal: string,
  verdict: Verdict,
  matches: readonly Match[],
): Rule {
  return {
    id,
    topic,
    modal,
    fal,
    notes: '',
    verdict,
    ...(verdict === 'rewrite-unsafe' && { reason: 'The machine is the nearest one.' }),
    matches,
    url: `https://example.test/concepts/${topic}/#${id}`,
    docs: {},
    source: { file: `content/concepts/${topic}.md`, line: 1 },
  };
}
