import { openRegular } from "../config/open-regular.ts";

/** The last `bytes` of a log, as text; empty when there is none to read. */
export async function readLogTail(path: string, bytes: number): Promise<string> {
	try {
		const file = await openRegular(path);
		try {
			const { size } = await file.stat();
			const length = Math.min(size, bytes);
			const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
			return buffer.toString("utf8");
		} finally {
			await file.close();
		}
	} catch {
		return ""; // evidence that helps when it is there; nothing depends on it
	}
}
