package dev.countersign.jose;

import dev.countersign.auth.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Which of a client's keys or secrets may have signed an assertion.
 *
 * @param refusal why there is none; empty: there is at least one
 * @param secretsRead how many secrets were decrypted to find them
 * @param notTried how many other keys fit, too, and are more than may be tried
 * @param registered what the client has, in a few words for administrators
 */
record Candidates(
        List<Candidate> list, Optional<Refusal> refusal, int secretsRead, int notTried, Supplier<String> registered) {

    Candidates {
        list = List.copyOf(list);
    }

    /** @param otherwise why there is none, where the list is empty */
    static Candidates ofSecrets(List<Candidate> list, Refusal otherwise, int secretsRead, Supplier<String> registered) {
        return new Candidates(list, Rule.refuseIf(list.isEmpty(), otherwise), secretsRead, 0, registered);
    }

    /** @param otherwise why there is none, where the list is empty */
    static Candidates ofKeys(List<Candidate> list, Refusal otherwise, int notTried, Supplier<String> registered) {
        return new Candidates(list, Rule.refuseIf(list.isEmpty(), otherwise), 0, notTried, registered);
    }
}
