import { setTimeout as delay } from "node:timers/promises";
import { isLiving, nextStart, type Party, untilGone } from "./party.ts";

/** A program that cannot write any more has met that by then, and a manager that starts what it knows has done so. */
const SETTLE_MS = 3_000;

/** What becomes of a program that talks when its manager is killed with SIGKILL and brought back, in words. */
export async function measureSurvival({ manager, starts }: Party): Promise<string> {
	await starts.clear("talker");
	await manager.api("start", "talker");
	const { pid } = await nextStart(starts, "talker", 0);
	await manager.remember();
	const managerPid = await manager.pid();
	process.kill(managerPid, "SIGKILL");
	await untilGone(managerPid);
	await delay(SETTLE_MS);
	const survived = isLiving(pid);
	await manager.comeBack();
	await delay(SETTLE_MS);
	const living = (await starts.read("talker")).filter((one) => isLiving(one.pid));
	const same = living.some((one) => one.pid === pid);
	// What nobody knows any more is ended here.
	await manager.api("stop", "talker").catch(() => undefined); // it may not know it
	for (const one of living) if (isLiving(one.pid)) process.kill(one.pid, "SIGKILL");
	const first = survived ? "survives" : "dies with it";
	if (same && living.length > 1) return `${first}; then there are ${living.length} copies`;
	if (same) return `${first}; the same process is found again`;
	return `${first}; ${living.length > 0 ? "a new one is started" : "nothing is started"}`;
}
