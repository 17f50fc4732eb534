import { z } from "@hono/zod-openapi";
import {
	backupOrderSchema,
	listedTurnSchema,
	recordedConversationSchema,
	recordedDaySchema,
	recordedDetailSchema,
	recordedFoundSchema,
	recordedTurnSchema,
	recordSourcesSchema,
	turnPageSchema,
} from "../../contract/conversations.ts";

/** The shapes of the record of conversations, under their names. */
export const RecordedConversation = z.object(recordedConversationSchema.shape).openapi("RecordedConversation");
export const RecordedConversations = z
	.object({ conversations: z.array(RecordedConversation), next: z.string().nullable() })
	.openapi("RecordedConversations");
export const RecordedDetail = z.object(recordedDetailSchema.shape).openapi("RecordedConversationDetail");
export const RecordedTurn = z.object(recordedTurnSchema.shape).openapi("ConversationTurn");
export const TurnPage = z
	.object({
		...turnPageSchema.shape,
		turns: z.array(z.object(listedTurnSchema.shape).openapi("ListedConversationTurn")),
	})
	.openapi("ConversationTurns");
export const RecordedFound = z.object(recordedFoundSchema.shape).openapi("ConversationsFound");
export const RecordSources = z.object(recordSourcesSchema.shape).openapi("ConversationSources");
export const RecordedDay = z.object(recordedDaySchema.shape).openapi("ConversationDay");
export const BackupOrder = z.object(backupOrderSchema.shape).openapi("BackupOrder");
