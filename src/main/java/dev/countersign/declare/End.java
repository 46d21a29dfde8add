package dev.countersign.declare;

import dev.countersign.text.ShownText;
import java.util.List;

/**
 * How a step has ended. Immutable.
 *
 * @param lines for people
 */
record End(List<String> lines, boolean failed) {

    /** What is done for one client. */
    @FunctionalInterface
    interface Work {

        /** Returns what people must be told besides. */
        List<String> carryOut() throws DeclarationException;
    }

    static End of(Step step, Work work) {
        try {
            return new End(work.carryOut(), false);
        } catch (DeclarationException e) {
            return failed(step, e);
        }
    }

    static End failed(Step step, DeclarationException e) {
        String line = "failed " + ShownText.quoted(step.id()) + ": " + e.getMessage() + " (" + step.place() + ")";
        return new End(List.of(line), true);
    }
}
