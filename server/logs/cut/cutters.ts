import type { Cutter } from "./cutter.ts";
import { collapse, punch } from "./fallocate.ts";
import { pause } from "./pause.ts";
import { retire } from "./retire.ts";

/** The ways of shortening a log that a system may have, the best first. */
export function cuttersFor(platform: NodeJS.Platform): readonly Cutter[] {
	switch (platform) {
		case "linux":
			return [collapse, punch, pause, retire];
		case "win32":
			return [retire]; // a process there cannot be stopped for a moment
		default:
			return [pause, retire];
	}
}
