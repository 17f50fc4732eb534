import { Conversations } from "../_features/conversations/conversations.tsx";

export default function ConversationsPage() {
	return <Conversations />;
}
