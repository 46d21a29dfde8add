package dev.countersign.replay;

import dev.countersign.manage.Description;

/** A replay guard that keeps its marks in memory, for operators. */
@Description("The memory of used signed JWTs, on this node.")
public interface ReplayGuardMXBean {

    @Description("The number of marks, including a few that have ended.")
    long getMarks();

    @Description("The heap that the marks take, in bytes.")
    long getUsedBytes();

    @Description("The limit of that heap, in bytes.")
    long getCapacityBytes();

    @Description("JWTs that were answered with 503 since the start because there was no room for their clients.")
    long getRefusedForRoom();

    @Description("The size of the journal's files in bytes; 0: there is none.")
    long getJournalBytes();
}
