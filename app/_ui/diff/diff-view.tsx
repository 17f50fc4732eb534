"use client";

import { useMemo } from "react";
import { DiffFiles } from "./diff-files.tsx";
import { filesOf } from "./shown-file.ts";

/** A unified diff, as git prints it, however long: file by file, with what differs within lines. */
export function DiffView({ diff, folds = true }: { diff: string; folds?: boolean }) {
	const files = useMemo(() => filesOf(diff), [diff]);
	return <DiffFiles files={files} folds={folds} />;
}
