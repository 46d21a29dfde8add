package dev.countersign.declare;

import dev.countersign.declare.AdminRest.Reply;
import dev.countersign.text.ShownText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Carries the steps of a plan out, several at a time. Thread-safe.
 *
 * @param secrets takes the secrets of new clients; empty: they are made without
 * @param imported secrets that clients bring along, by the client's id
 * @param out takes lines for people
 */
record Changes(
        AdminRest server,
        Optional<SecretFiles> secrets,
        Map<String, List<ImportedSecret>> imported,
        Consumer<String> out) {

    /** So many calls are under way at a time. */
    private static final int PARALLEL_CALLS = 8;

    /** How many failed; each is told. */
    int carryOut(List<Step> steps) throws DeclarationException {
        ExecutorService callers = Executors.newFixedThreadPool(PARALLEL_CALLS);
        try {
            List<Callable<List<String>>> calls = new ArrayList<>();
            steps.forEach(step -> calls.add(() -> carryOut(step)));
            List<Future<List<String>>> ends = callers.invokeAll(calls);
            int failures = 0;
            for (int i = 0; i < steps.size(); i++) {
                try {
                    ends.get(i).get().forEach(out);
                } catch (ExecutionException e) {
                    failures++;
                    out.accept(failure(steps.get(i), e));
                }
            }
            return failures;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DeclarationException("interrupted: a part of the plan may be done", e);
        } finally {
            callers.shutdownNow();
        }
    }

    private static String failure(Step step, ExecutionException e) {
        if (e.getCause() instanceof DeclarationException told) {
            return "failed " + ShownText.quoted(step.id()) + ": " + told.getMessage() + " (" + step.place() + ")";
        }
        throw new IllegalStateException(e);
    }

    /** Returns what people must be told besides. */
    private List<String> carryOut(Step step) throws DeclarationException {
        if (step.present().isEmpty()) {
            return create(step);
        }
        Map<String, Object> present = step.present().get();
        if (step.wanted().isEmpty()) {
            server.delete(present);
            return List.of();
        }
        if (server.replace(present, step.wanted().get()).status() == 412) {
            Step again = step.anew(server.read(present));
            if (again.changes()
                    && server.replace(
                                            again.present().orElseThrow(),
                                            again.wanted().orElseThrow())
                                    .status()
                            == 412) {
                throw new DeclarationException("it was changed by others meanwhile, twice: apply again");
            }
        }
        if (step.lacksSecrets()) {
            bring(step, present);
        }
        return List.of();
    }

    /** @param client as the server told it before */
    private void bring(Step step, Map<String, Object> client) throws DeclarationException {
        for (ImportedSecret secret : imported.getOrDefault(step.id(), List.of())) {
            server.addSecret(client, secret);
        }
    }

    private List<String> create(Step step) throws DeclarationException {
        Map<String, Object> members = new HashMap<>(step.created());
        List<ImportedSecret> brought = imported.getOrDefault(step.id(), List.of());
        if (secrets.isEmpty() || !brought.isEmpty()) {
            members.put("secrets", List.of());
            Reply created = server.create(members);
            withKeys(step, created);
            bring(step, created.members());
            return brought.isEmpty() && Representation.usesSecrets(members)
                    ? List.of("created " + ShownText.quoted(step.id()) + " without a secret")
                    : List.of();
        }
        SecretFiles files = secrets.get();
        Path file = files.reserve(step.id());
        boolean kept = false;
        try {
            Reply created = server.create(members);
            List<String> told = List.of();
            if (created.members().get("client_secret") instanceof String secret) {
                kept = true;
                files.write(file, secret);
                told = List.of("the secret of " + ShownText.quoted(step.id()) + " is in " + file);
            }
            withKeys(step, created);
            return told;
        } finally {
            if (!kept) {
                files.release(file);
            }
        }
    }

    private void withKeys(Step step, Reply created) throws DeclarationException {
        Map<String, Object> wanted = step.wanted().orElseThrow();
        if (wanted.containsKey(KeyDeclarations.MEMBER)
                && server.replace(created.members(), wanted).status() == 412) {
            throw new DeclarationException("it was changed by others meanwhile: apply again");
        }
    }
}
