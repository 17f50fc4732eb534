import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Path of a real roadmap in `../shared/data/roadmaps`, beside the checkout. */
export function sharedFile(name: string): string {
	const path = fileURLToPath(new URL(`../../../../shared/data/roadmaps/${name}`, import.meta.url));
	if (!existsSync(path)) {
		throw new Error(`This test needs the real roadmap ${path}; put the shared folder beside the checkout.`);
	}
	return path;
}
