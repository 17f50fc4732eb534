import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { ProviderConfig } from "../../../server/config/record-types.ts";
import { readKey, summarySecrets } from "../../../server/summaries/key.ts";

const KEY = "sk-planted-key-0123456789";

function configOf(key: ProviderConfig["key"]): ProviderConfig {
	return { provider: "openai", model: "m", url: "http://127.0.0.1:1/v1", key, timeoutMs: 1_000, perMinute: 10 };
}

async function keyFile(content: string, mode: number): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), "nightshift-"));
	onTestFinished(() => rm(folder, { recursive: true, force: true }));
	const path = join(folder, "key");
	await writeFile(path, content);
	await chmod(path, mode);
	return path;
}

test("the key comes from the variable or the file that is named, without what surrounds it", async () => {
	expect(await readKey(configOf({ env: "MY_AI" }), { MY_AI: ` ${KEY}\n` })).toBe(KEY);
	expect(await readKey(configOf({ file: await keyFile(`${KEY}\n`, 0o600) }), {})).toBe(KEY);
	expect(await readKey(configOf(null), {})).toBe("");
});

test.each([
	["a variable that is not set", async () => ({ env: "MY_AI" }), /variable MY_AI is not set/],
	["a file that is not there", async () => ({ file: "/nowhere/key" }), /there is no file \/nowhere\/key/],
	["a file that others can read", async () => ({ file: await keyFile(KEY, 0o644) }), /chmod 600/],
	["an empty file", async () => ({ file: await keyFile("\n", 0o600) }), /no key/],
	["a file of many words", async () => ({ file: await keyFile(`${KEY} and more`, 0o600) }), /one word/],
	["a file of a megabyte", async () => ({ file: await keyFile("x".repeat(1_000_000), 0o600) }), /too large/],
	["a folder", async () => ({ file: tmpdir() }), /cannot be read/],
])("%s is refused in a sentence without the key", async (_, key, sentence) => {
	const error = await readKey(configOf(await key()), {}).catch((thrown: unknown) => thrown);
	expect(error).toMatchObject({ name: "ProviderError", trouble: "refused", message: expect.stringMatching(sentence) });
	expect(String(error)).not.toContain(KEY);
});

test("whoever blots out secrets is told the key, whatever its variable is called", async () => {
	expect(Object.values(await summarySecrets(configOf({ env: "MY_AI" }), { MY_AI: KEY }))).toEqual([KEY]);
	expect(await summarySecrets(configOf({ env: "MY_AI" }), {})).toEqual({});
	expect(await summarySecrets(null, {})).toEqual({});
});
