package dev.countersign.replay;

/** A replay guard that keeps its marks in memory, for operators. */
public interface ReplayGuardMXBean {

    /** The number of marks, including a few that have ended. */
    long getMarks();

    /** The heap that the marks take. */
    long getUsedBytes();

    /** The limit of that heap. */
    long getCapacityBytes();

    /** How many JWTs were answered with 503 since the start because there was no room for their clients. */
    long getRefusedForRoom();

    /** The size of the journal's files; 0: there is none. */
    long getJournalBytes();
}
