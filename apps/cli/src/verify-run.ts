import { readFile, stat } from "node:fs/promises";
import { BundleRejected, readPublicKey, type VerifiedBundle, verifyBundle } from "@bodymark/bundle";
import { UsageError } from "@bodymark/contracts";

/** Bundles hold figures, not volumes. */
const MOST_BYTES = 256 * 1024 ** 2;

/**
 * Says on stdout that a bundle is genuine, and what it holds.
 * @throws BundleRejected that says what is wrong with it
 */
export async function runVerify(path: string, options: { key: string; commitment?: string }): Promise<void> {
  const key = readPublicKey((await readInput(options.key)).toString("latin1"));
  const bundle = verifyBundle(await readInput(path), key);
  const lines = [describe(bundle)];
  if (options.commitment !== undefined) {
    const earlier = verifyBundle(await readInput(options.commitment), key);
    compare(bundle, earlier);
    lines.push(`Its result is the one that the earlier bundle committed to (${earlier.commitment?.commitment}).`);
  }
  process.stdout.write(`${lines.join("\n")}\n`);
}

function describe({ manifest, result, commitment }: VerifiedBundle): string {
  const { algorithm, team, challenge, phase, submission, issuer, finishedAt, keyId } = manifest;
  const what = `“${algorithm}” of ${team} (${submission}) in ${challenge}/${phase}, evaluated by ${issuer}, finished ${finishedAt}`;
  const signed = `Genuine: signed by ${keyId} and not changed since.`;
  if (!result) {
    return `${signed}\n${what}. The phase was hidden and open: the bundle holds a commitment to the result (${commitment?.commitment}), which a bundle from after its end opens.`;
  }
  const { meanDice, meanNsd, failedCases } = result.summary;
  const count = `${result.cases.length} ${result.cases.length === 1 ? "case" : "cases"}`;
  return `${signed}\n${what}: mean Dice ${text(meanDice)}, mean NSD ${text(meanNsd)} over ${count}, ${failedCases} failed.`;
}

function compare(bundle: VerifiedBundle, earlier: VerifiedBundle): void {
  if (!earlier.commitment) throw new UsageError("--commitment: that bundle holds no commitment");
  if (bundle.manifest.evaluation !== earlier.manifest.evaluation) {
    throw new BundleRejected(
      "commitment-broken",
      `the bundles are of different evaluations (${bundle.manifest.evaluation} and ${earlier.manifest.evaluation})`,
    );
  }
  if (bundle.commitment?.commitment !== earlier.commitment.commitment)
    throw new BundleRejected("commitment-broken", "the result is not the one that the earlier bundle committed to");
}

async function readInput(path: string): Promise<Buffer> {
  const file = await stat(path).catch((cause: unknown) => {
    throw new UsageError(`${path} cannot be read`, { cause });
  });
  if (!file.isFile()) throw new UsageError(`${path} is not a file`);
  if (file.size > MOST_BYTES) throw new UsageError(`${path} is too large to be a result bundle`);
  return await readFile(path);
}

function text(value: number | null): string {
  return value === null ? "none" : value.toFixed(3);
}
