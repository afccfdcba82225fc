/** Why a conversation was closed; stored as it stands here, shown in the words of the console. */
export const RESOLVE_REASONS = ["solved", "no_reply", "elsewhere", "spam"] as const;
