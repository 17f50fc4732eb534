import type { RoadmapItemDetail, RoadmapStatus } from "../contract/roadmap.ts";
import { withoutEmoji } from "./decoration.ts";
import type { Field, FieldName } from "./fields.ts";
import { idKey, idsIn } from "./ids.ts";
import { plainText } from "./inline-text.ts";
import { type Entry, isDirect, leadOf, outline } from "./outline.ts";
import { readSteps } from "./read-steps.ts";
import type { Section } from "./sections.ts";
import { leadingStatus } from "./status.ts";

const TASK = /^\[([ xX])\]\s+/;
const NONE = /^(?:none|nothing|no|n\/a|-|–|—)(?![\p{L}\p{N}])/iu;

/** Reads what an item's section says. `lines` are those of the document. */
export function readItem(section: Section, lines: readonly string[]): RoadmapItemDetail {
	const { heading } = section;
	const entries = outline(section.blocks);
	const warnings: string[] = [];
	if (heading.title === "") warnings.push(`The heading has no title after ${heading.id}.`);
	const { steps, verify, warnings: stepWarnings } = readSteps(entries);
	return {
		id: heading.id,
		alias: heading.alias,
		title: heading.title || heading.id,
		status: readStatus(section, entries, warnings),
		line: section.line,
		estimate: fieldsNamed("estimate", entries)[0]?.value || null,
		dependsOn: readDependencies(section, entries, warnings),
		warnings: [...warnings, ...stepWarnings],
		endLine: section.endLine,
		body: lines.slice(section.line - 1, section.endLine).join("\n"),
		deliverables: readDeliverables(entries),
		tasks: readTasks(entries),
		steps,
		verify,
	};
}

/**
 * The fields of one name that are about the item: those above its first sub-heading, in paragraphs or a plain list.
 * Only without any do those in paragraphs below a sub-heading count, because they tell of a part of the item.
 */
function fieldsNamed(name: FieldName, entries: readonly Entry[]): Field[] {
	const named = (some: readonly Entry[]) =>
		some.flatMap((entry) => entry.fields.filter((field) => field.name === name));
	const direct = named(entries.filter(isDirect));
	return direct.length > 0 ? direct : named(entries.filter((entry) => !entry.direct && entry.depth === 0));
}

/** The Status field wins over the heading's marks, and these over a Status below a sub-heading. */
function readStatus({ heading }: Section, entries: readonly Entry[], warnings: string[]): RoadmapStatus {
	const direct = entries.some((entry) => isDirect(entry) && entry.fields.some(isStatus));
	const field = direct || heading.status === null ? fieldsNamed("status", entries)[0] : undefined;
	if (field === undefined) {
		if (heading.status === null) {
			warnings.push(`${heading.id} has no status, so it is never chosen; add a line such as "**Status**: 📝 Planned".`);
		}
		return heading.status ?? "unknown";
	}
	const status = leadingStatus(field.value);
	if (status === null) {
		warnings.push(
			`The status "${field.value}" is not understood; start it with Planned, In progress, Done, Blocked or Cancelled.`,
		);
		return heading.status ?? "unknown";
	}
	if (heading.status !== null && heading.status !== status) {
		warnings.push(`The heading says ${heading.status}, the Status field says ${status}; the field counts.`);
	}
	return status;
}

function isStatus(field: Field): boolean {
	return field.name === "status";
}

function readDependencies({ heading }: Section, entries: readonly Entry[], warnings: string[]): string[] {
	const ids: string[] = [];
	for (const { value, next } of fieldsNamed("dependencies", entries)) {
		const texts = [value, ...(next?.kind === "list" ? next.children.map((item) => plainText(leadOf(item))) : [])];
		const found = texts.filter((text) => !NONE.test(text)).flatMap(idsIn);
		if (found.length === 0 && value !== "" && !NONE.test(value)) {
			warnings.push(`The dependency "${value}" names no item, so ${heading.id} does not wait for it.`);
		}
		ids.push(...found);
	}
	const own = [heading.id, heading.alias ?? heading.id].map(idKey);
	if (ids.some((id) => own.includes(idKey(id))))
		warnings.push("It names itself as a dependency, which is passed over.");
	const seen = new Set(own);
	return ids.filter((id) => !seen.has(idKey(id)) && seen.add(idKey(id)));
}

function readDeliverables(entries: readonly Entry[]): string[] {
	return entries
		.filter(({ depth }) => depth <= 1)
		.flatMap(({ fields }) => fields.filter(({ name }) => name === "deliverables"))
		.flatMap(({ value, next }) => {
			if (value !== "") return [value];
			return next?.kind === "list" ? next.children.map((item) => plainText(leadOf(item).replace(TASK, ""))) : [];
		})
		.map(withoutEmoji)
		.filter((text) => text !== "");
}

function readTasks(entries: readonly Entry[]): RoadmapItemDetail["tasks"] {
	return entries.flatMap(({ block }) => {
		const lead = leadOf(block);
		const box = TASK.exec(lead);
		if (!box) return [];
		return [{ text: plainText(lead.slice(box[0].length)), done: box[1] !== " " }];
	});
}
