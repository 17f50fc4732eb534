import { afterEach } from "vitest";
import { abandonWaits } from "./wait.ts";

/** A test that runs out of time says only that; what it was waiting for says why. */
afterEach(({ task }) => {
	if (task.result?.state !== "fail") return;
	for (const stack of abandonWaits()) console.error(`${task.name}\n${stack}`);
});
