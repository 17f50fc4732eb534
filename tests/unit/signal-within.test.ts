import { once } from "node:events";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { signalWithin } from "../../server/signal-within.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

test("the time comes also when garbage was collected meanwhile", async () => {
	const outer = new AbortController();
	const over = Array.from({ length: 50 }, () => once(signalWithin(50, outer.signal), "abort"));
	collectGarbage();
	await Promise.all(over);
});

test("it says that it was the time, or gives the reason of the signal that came first", async () => {
	const timed = signalWithin(1);
	await once(timed, "abort");
	expect(timed.reason).toMatchObject({ name: "TimeoutError" });
	const outer = new AbortController();
	const asked = signalWithin(60_000, outer.signal);
	outer.abort("asked to");
	expect(asked).toMatchObject({ aborted: true, reason: "asked to" });
	expect(signalWithin(60_000, outer.signal).aborted).toBe(true);
});
