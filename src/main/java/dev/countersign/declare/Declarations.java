package dev.countersign.declare;

import dev.countersign.declare.AdminRest.Reply;
import dev.countersign.text.ShownText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
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
 * The commands {@code apply} and {@code export}, for one server. Clients that no file names are left alone. Not
 * thread-safe.
 */
public final class Declarations {

    /** What {@code apply} found or did. */
    public enum Result {
        AS_DECLARED,
        DIFFERENT,
        FAILED
    }

    /** So many calls are under way at a time. */
    private static final int PARALLEL_CALLS = 8;

    private final AdminRest server;
    private final Consumer<String> out;

    /**
     * @param url of the server, with its context path
     * @param out takes lines for people, and what is exported
     * @throws IllegalArgumentException when the URL is none that a password may be sent to
     */
    public Declarations(String url, String user, String password, Consumer<String> out) {
        this.server = new AdminRest(url, user, password);
        this.out = out;
    }

    /** All clients as a JSON array, in the order of their ids. Keys that were registered one by one are not in it. */
    public String export() throws DeclarationException {
        return JsonWriter.lines(
                        server.all().stream().map(Representation::declaring).toList())
                + "\n";
    }

    /**
     * Makes clients what the files declare.
     *
     * @param dryRun true: the plan is told only
     * @param secrets the directory that takes new secrets; empty: clients are made without a secret
     * @throws DeclarationException when nothing was changed, since the files or the server cannot be read
     */
    public Result apply(List<Path> files, boolean dryRun, Optional<Path> secrets) throws DeclarationException {
        Collection<DeclaredClient> declared = DeclarationFile.read(files);
        Map<String, Map<String, Object>> present = new HashMap<>();
        server.all().forEach(client -> present.put(String.valueOf(client.get("client_id")), client));
        List<Step> steps = declared.stream()
                .map(client -> Step.of(client, Optional.ofNullable(present.get(client.id()))))
                .toList();
        List<Step> changes = steps.stream().filter(Step::changes).toList();
        steps.forEach(step -> step.lines().forEach(out));
        boolean needPerson = steps.stream().anyMatch(Step::needsPerson);
        if (changes.isEmpty() && !needPerson) {
            out.accept("nothing to do: " + steps.size() + " clients are as declared");
            return Result.AS_DECLARED;
        }
        if (dryRun) {
            out.accept("dry run: " + changes.size() + " of " + steps.size() + " clients would be changed");
            return needPerson ? Result.FAILED : Result.DIFFERENT;
        }
        int failures = carryOut(changes, secrets.map(SecretFiles::new));
        out.accept("done: " + (changes.size() - failures) + " of " + steps.size() + " clients changed, " + failures
                + " failed");
        return failures > 0 || needPerson ? Result.FAILED : Result.AS_DECLARED;
    }

    /** How many failed; each is told. */
    private int carryOut(List<Step> steps, Optional<SecretFiles> secrets) throws DeclarationException {
        ExecutorService callers = Executors.newFixedThreadPool(PARALLEL_CALLS);
        try {
            List<Callable<List<String>>> calls = new ArrayList<>();
            steps.forEach(step -> calls.add(() -> carryOut(step, secrets)));
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
            return "failed " + ShownText.quoted(step.declared().id()) + ": " + told.getMessage() + " ("
                    + step.declared().place() + ")";
        }
        throw new IllegalStateException(e);
    }

    /** Returns what people must be told besides. */
    private List<String> carryOut(Step step, Optional<SecretFiles> secrets) throws DeclarationException {
        if (step.present().isEmpty()) {
            return create(step, secrets);
        }
        if (server.replace(step.present().get(), step.wanted()).status() == 412) {
            Step again = Step.of(step.declared(), Optional.of(server.read(step.present().get())));
            if (again.changes()
                    && server.replace(again.present().orElseThrow(), again.wanted()).status() == 412) {
                throw new DeclarationException("it was changed by others meanwhile, twice: apply again");
            }
        }
        return List.of();
    }

    private static boolean needsSecret(Map<String, Object> members) {
        return "confidential".equals(members.get("access_type"))
                && String.valueOf(members.get("token_endpoint_auth_method")).startsWith("client_secret_");
    }

    private List<String> create(Step step, Optional<SecretFiles> secrets) throws DeclarationException {
        Map<String, Object> members = new HashMap<>(step.wanted());
        if (secrets.isEmpty()) {
            members.put("secrets", List.of());
            server.create(members);
            return needsSecret(members)
                    ? List.of("created " + ShownText.quoted(step.declared().id()) + " without a secret")
                    : List.of();
        }
        SecretFiles files = secrets.get();
        Path file = files.reserve(step.declared().id());
        boolean kept = false;
        try {
            Reply created = server.create(members);
            if (created.members().get("client_secret") instanceof String secret) {
                kept = true;
                files.write(file, secret);
                return List.of("the secret of " + ShownText.quoted(step.declared().id()) + " is in " + file);
            }
            return List.of();
        } finally {
            if (!kept) {
                files.release(file);
            }
        }
    }
}
