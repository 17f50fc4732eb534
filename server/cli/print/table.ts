import Table from "cli-table3";
import { bold } from "./colors.ts";
import { oneLine } from "./terminal.ts";

const BARE = {
	top: "",
	"top-mid": "",
	"top-left": "",
	"top-right": "",
	bottom: "",
	"bottom-mid": "",
	"bottom-left": "",
	"bottom-right": "",
	left: "",
	"left-mid": "",
	mid: "",
	"mid-mid": "",
	right: "",
	"right-mid": "",
	middle: "   ",
};

/**
 * Aligned columns without lines; the width of wide characters and colours is counted right. Each cell is one line, and is
 * made fit to be seen before it is measured.
 */
export function printTable(head: string[], rows: string[][], right: number[] = []): string {
	const table = new Table({
		head: head.map((title) => bold(title)),
		chars: BARE,
		style: { head: [], border: [], "padding-left": 0, "padding-right": 0, compact: true },
		colAligns: head.map((_, column) => (right.includes(column) ? "right" : "left")),
	});
	table.push(...rows.map((row) => row.map(oneLine)));
	return table
		.toString()
		.split("\n")
		.map((line) => line.trimEnd())
		.join("\n");
}
