import { watch } from "node:fs";
import { basename, dirname } from "node:path";
import { isStopRequested } from "../../config/stop-request.ts";

/** For file systems that do not report changes. */
const LOOK_MS = 1_000;

export interface StopRequestWatch {
	path: string;
	instance: string;
	/** Told once. */
	onRequest(): void;
	/** Changes are not reported here; it is looked for them all the same. */
	onError(error: unknown): void;
}

/** Watches for the file by which an instance is asked to end where there are no signals. Keeps no process alive. */
export function watchStopRequest({ path, instance, onRequest, onError }: StopRequestWatch): void {
	let told = false;
	const look = async () => {
		if (told || !(await isStopRequested(path, instance)) || told) return;
		told = true;
		clearInterval(timer);
		watcher?.close();
		onRequest();
	};
	const timer = setInterval(() => void look(), LOOK_MS);
	timer.unref();
	const watcher = watchFolder(dirname(path), (name) => {
		if (name === null || name === basename(path)) void look();
	});

	function watchFolder(folder: string, onChange: (name: string | null) => void) {
		try {
			const opened = watch(folder, { persistent: false }, (_event, name) => onChange(name));
			return opened.on("error", onError);
		} catch (error) {
			onError(error);
			return null;
		}
	}
}
