package dev.countersign.jose;

import dev.countersign.auth.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Which of a client's keys or secrets may have signed an assertion.
 *
 * @param refusal why there is none; empty: there is at least one
 * @param registered what the client has, in a few words for administrators
 */
record Candidates(List<Candidate> list, Optional<Refusal> refusal, Supplier<String> registered) {

    Candidates {
        list = List.copyOf(list);
    }

    static Candidates of(List<Candidate> list, Supplier<String> registered) {
        return new Candidates(list, Optional.empty(), registered);
    }

    static Candidates none(Refusal refusal, Supplier<String> registered) {
        return new Candidates(List.of(), Optional.of(refusal), registered);
    }
}
