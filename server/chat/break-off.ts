import type { Database } from "../db/open.ts";
import { changeMarks, readMarks } from "./marks.ts";
import { dataOf, toJson } from "./message-row.ts";

const NOTE = "The dashboard was stopped while this was being answered; ask again.";

/** Says of answers that another dashboard had begun that they will never be finished. @returns whose conversations have changed */
export function breakOff(db: Database): Promise<Set<string>> {
	return db.write(async (transaction) => {
		const { open } = await readMarks(transaction);
		const rows = await transaction.chatMessage.findMany({ where: { id: { in: open }, state: "streaming" } });
		for (const row of rows) {
			const data = toJson({ ...dataOf(row), note: NOTE });
			await transaction.chatMessage.update({
				where: { id: row.id },
				data: { state: "failed", data, version: { increment: 1 } },
			});
		}
		await changeMarks(transaction, (marks) => ({
			open: marks.open.filter((id) => rows.every((row) => row.id !== id)),
		}));
		return new Set(rows.map(({ daemon }) => daemon));
	});
}
