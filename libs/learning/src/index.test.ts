import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

it('the package is imported without TensorFlow.js, which only the training process loads', async () => {
  const index = fileURLToPath(new URL('./index.ts', import.meta.url));
  const script = `
    import { createRequire } from 'node:module';
    await import(${JSON.stringify(index)});
    const core = createRequire(${JSON.stringify(index)}).resolve('@tensorflow/tfjs-core');
    const loaded = Object.keys(createRequire(import.meta.url).cache);
    const before = loaded.filter((path) => path.includes('@tensorflow')).length;
    await import(core);
    const after = Object.keys(createRequire(import.meta.url).cache).filter((path) => path.includes('@tensorflow')).length;
    console.log(before, after);`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    cwd: import.meta.dirname,
  });
  // The second figure shows that the first would have seen it.
  expect(stdout.trim()).toBe('0 1');
});
