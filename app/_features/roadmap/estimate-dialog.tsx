"use client";

import { useState } from "react";
import { visibleText } from "../../../server/contract/visible-text.ts";
import type { RoadmapEntry } from "../../../server/contract/work.ts";
import { Button } from "../../_ui/button.tsx";
import { focusFirst } from "../../_ui/focus-first.ts";
import { EditForm, type Sending } from "./edit-form.tsx";
import { setEstimate } from "./edits.ts";
import { TextField } from "./text-field.tsx";

/** Writes how long an item will take, in the person's own words. */
export function EstimateForm({ item, sending }: { item: RoadmapEntry; sending: Sending }) {
	const [text, setText] = useState(item.estimate ?? "");
	const typed = text.trim();
	return (
		<EditForm
			sending={sending}
			label="Write the estimate"
			doing="Writing the file…"
			now={item.estimate === null ? "It has no estimate." : `Its estimate is: ${visibleText(item.estimate)}`}
			onSubmit={() =>
				(typed !== "" || item.estimate !== null) && sending.send(setEstimate(item, typed === "" ? null : typed))
			}
			aside={
				item.estimate !== null && (
					<Button look="quiet" disabled={sending.pending} onClick={() => sending.send(setEstimate(item, null))}>
						Remove it
					</Button>
				)
			}
		>
			<TextField
				label="Estimate"
				description="In your own words, such as “2 hours” or “3–5 days”. It is written into the file, below the status."
				value={text}
				onChange={setText}
				maxLength={200}
				inputRef={focusFirst}
			/>
		</EditForm>
	);
}
