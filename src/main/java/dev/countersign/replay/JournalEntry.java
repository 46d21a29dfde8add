package dev.countersign.replay;

/** A mark that waits to be written to a {@link Journal}, whose lock guards the other fields. */
final class JournalEntry {

    final Mark mark;

    /** Whether a thread has tried to write it. */
    boolean settled;

    boolean written;

    JournalEntry(Mark mark) {
        this.mark = mark;
    }
}
