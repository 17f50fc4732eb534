import { mkdir, readFile, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { createTwoFilesPatch } from "diff";
import writeFileAtomic from "write-file-atomic";
import { NightshiftError } from "../contract/errors.ts";
import { readSeal } from "./seal.ts";
import type { ServiceDefinition, ServiceManager } from "./types.ts";

/** What begins a file in UTF-16, so that its readers know. */
const BYTE_ORDER_MARK = "\uFEFF";

/** The installed file against the one that would be made now. */
export interface InstalledFile {
	/** Null: there is none. */
	text: string | null;
	/** Somebody has changed it by hand, or made it: it is not ours to overwrite. */
	edited: boolean;
	/** What it was made from; null when that is not known. */
	definition: ServiceDefinition | null;
	/** The text that would be made now. */
	wanted: string;
	/** How the two differ, as a unified diff; null when they do not. */
	difference: string | null;
}

/**
 * Reads what is installed. The environment that was taken over when it was installed is not compared: it belongs to another
 * shell than this one.
 */
export async function readInstalledFile(
	manager: Pick<ServiceManager, "file" | "encoding" | "describe">,
	definition: ServiceDefinition,
): Promise<InstalledFile> {
	const text = await readText(manager);
	const fresh = manager.describe(definition);
	if (text === null) return { text, edited: false, definition: null, wanted: fresh, difference: null };
	const seal = readSeal(text);
	const environment = seal?.definition.environment ?? definition.environment;
	const comparable = manager.describe({ ...definition, environment });
	return {
		text,
		edited: !seal?.intact,
		definition: seal?.definition ?? null,
		wanted: fresh,
		difference: text === comparable ? null : differenceOf(manager.file, text, comparable),
	};
}

/** @throws NightshiftError `service-failed` */
export async function writeInstalledFile({ file, encoding }: ServiceManager, text: string): Promise<void> {
	try {
		await mkdir(dirname(file), { recursive: true, mode: 0o700 });
		await writeFileAtomic(file, encoding === "utf16le" ? BYTE_ORDER_MARK + text : text, { encoding, mode: 0o600 });
	} catch (error) {
		throw unusable(file, "written", error);
	}
}

/** @throws NightshiftError `service-failed` */
export async function removeInstalledFile({ file }: ServiceManager): Promise<void> {
	try {
		await rm(file, { force: true });
	} catch (error) {
		throw unusable(file, "removed", error);
	}
}

async function readText({ file, encoding }: Pick<ServiceManager, "file" | "encoding">): Promise<string | null> {
	try {
		const text = await readFile(file, encoding);
		return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
		throw unusable(file, "read", error);
	}
}

/** Without the mark of what it was made from: it repeats the lines below it. */
function differenceOf(file: string, installed: string, wanted: string): string {
	const patch = createTwoFilesPatch(
		file,
		file,
		withoutMark(installed),
		withoutMark(wanted),
		"installed",
		"would be made now",
	);
	return patch
		.split("\n")
		.filter((line) => !/^(Index: .*|=+|\\ No newline.*)$/.test(line))
		.join("\n")
		.trimEnd();
}

function withoutMark(text: string): string {
	return text
		.split("\n")
		.filter((line) => !line.includes("nightshift-service {"))
		.join("\n");
}

function unusable(file: string, what: string, error: unknown): NightshiftError {
	const { code } = error as NodeJS.ErrnoException;
	const sentence = `${file} cannot be ${what} (${code}): correct its permissions and those of its folder, and try again.`;
	return new NightshiftError("service-failed", sentence, { file }, { cause: error });
}
