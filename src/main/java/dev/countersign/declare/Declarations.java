package dev.countersign.declare;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The commands {@code apply} and {@code export}, for one server. Clients that no file names are left alone, but for
 * those that {@link Terms#prune} removes. Not thread-safe.
 */
public final class Declarations {

    /** What {@code apply} found or did. */
    public enum Result {
        AS_DECLARED,
        DIFFERENT,
        FAILED
    }

    private final AdminRest server;
    private final Optional<String> user;
    private final Consumer<String> out;

    /**
     * @param server where clients are to be what is declared
     * @param out takes lines for people
     * @throws DeclarationException when the file with the trusted CAs cannot be read
     */
    public Declarations(ServerAccess server, Consumer<String> out) throws DeclarationException {
        this.server = new AdminRest(server);
        this.user = server.user();
        this.out = out;
    }

    /**
     * All clients in the order of their ids, as files declare them.
     *
     * @param json whether as JSON; else YAML
     */
    public String export(boolean json) throws DeclarationException {
        List<Map<String, Object>> clients =
                server.all().stream().map(Representation::declaring).toList();
        return json ? JsonWriter.lines(clients) + "\n" : YamlWriter.text(clients);
    }

    /**
     * Makes clients what the files declare.
     *
     * @throws DeclarationException when nothing was changed, since the files or the server cannot be read
     */
    public Result apply(List<Path> files, Terms terms) throws DeclarationException {
        return apply(DeclarationFile.read(files), terms, Map.of());
    }

    /** @param imported secrets that clients without any bring along, by the client's id */
    Result apply(Collection<DeclaredClient> declared, Terms terms, Map<String, List<ImportedSecret>> imported)
            throws DeclarationException {
        Map<String, Map<String, Object>> present = new HashMap<>();
        server.all().forEach(client -> present.put(String.valueOf(client.get("client_id")), client));
        Plan plan = Plan.of(declared, present, terms, user, imported);
        List<Step> changes = plan.changes();
        plan.steps().forEach(step -> step.lines().forEach(out));
        plan.remarks().forEach(out);
        if (changes.isEmpty() && !plan.needsPerson()) {
            out.accept("nothing to do: " + declared.size() + " clients are as declared");
            return Result.AS_DECLARED;
        }
        if (terms.dryRun()) {
            out.accept("dry run: " + changes.size() + " of " + plan.steps().size() + " clients would be changed");
            return plan.needsPerson() ? Result.FAILED : Result.DIFFERENT;
        }
        int failures = new Changes(
                        server, new NewClients(server, terms.secrets().map(SecretFiles::new), imported), out)
                .carryOut(changes);
        out.accept("done: " + (changes.size() - failures) + " of "
                + plan.steps().size() + " clients changed, " + failures + " failed");
        return failures > 0 || plan.needsPerson() ? Result.FAILED : Result.AS_DECLARED;
    }
}
