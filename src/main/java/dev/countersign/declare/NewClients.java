package dev.countersign.declare;

import dev.countersign.declare.AdminRest.Reply;
import dev.countersign.text.ShownText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Registers clients that are not there yet, with their secrets and keys. Thread-safe.
 *
 * @param secrets takes the secrets that are made; empty: clients are registered without
 * @param imported secrets that clients bring along, by the client's id
 */
record NewClients(AdminRest server, Optional<SecretFiles> secrets, Map<String, List<ImportedSecret>> imported) {

    /** Fewer than the server takes: other changes wait for those that are under way. */
    private static final int MAX_BATCH = 50;

    /** Of the declarations in a batch, about; the server takes a MiB. */
    private static final int MAX_BATCH_CHARS = 256 * 1024;

    private static final String LOST =
            "; the client is registered, but its secret came with the answer and is lost: give it another one";

    private static final String THERE = "; the client is registered: apply again";
    private static final String UNKNOWN =
            "; whether the client is registered is not known: if it is, and has a secret, give it another one";

    /** The steps in parts, each for one call. */
    static List<List<Step>> batches(List<Step> steps) {
        List<List<Step>> batches = new ArrayList<>();
        int room = 0;
        for (Step step : steps) {
            int chars = JsonWriter.line(step.created()).length();
            if (chars > room || batches.get(batches.size() - 1).size() == MAX_BATCH) {
                batches.add(new ArrayList<>());
                room = MAX_BATCH_CHARS;
            }
            batches.get(batches.size() - 1).add(step);
            room -= chars;
        }
        return batches;
    }

    /** How each of them ended; none throws an exception. */
    List<End> create(List<Step> batch) {
        List<End> ends = new ArrayList<>();
        List<Draft> drafts = new ArrayList<>();
        for (Step step : batch) {
            try {
                drafts.add(draft(step));
            } catch (DeclarationException e) {
                ends.add(End.failed(step, e));
            }
        }
        if (drafts.isEmpty()) {
            return ends;
        }
        try {
            List<Reply> replies =
                    server.createAll(drafts.stream().map(Draft::members).toList());
            for (int i = 0; i < drafts.size(); i++) {
                Draft draft = drafts.get(i);
                Reply reply = replies.get(i);
                ends.add(End.of(draft.step(), () -> finish(draft, reply)));
            }
        } catch (DeclarationException e) {
            ends.addAll(withoutAnswer(drafts, e));
        }
        return ends;
    }

    /** A call that failed may have registered the clients all the same: only then is a secret lost. */
    private List<End> withoutAnswer(List<Draft> drafts, DeclarationException failure) {
        List<End> ends = new ArrayList<>();
        boolean reachable = true;
        for (Draft draft : drafts) {
            String fate = "";
            try {
                if (reachable && server.exists(draft.step().id())) {
                    fate = draft.file().isPresent() ? LOST : THERE;
                }
            } catch (DeclarationException e) {
                // Not asked for the others: each may take as long.
                reachable = false;
            }
            String told = failure.getMessage() + (reachable ? fate : UNKNOWN);
            ends.add(End.of(draft.step(), () -> {
                draft.release();
                throw new DeclarationException(told, failure);
            }));
        }
        return ends;
    }

    /** @param client as the server told it before */
    void bring(Step step, Map<String, Object> client) throws DeclarationException {
        for (ImportedSecret secret : brought(step)) {
            server.addSecret(client, secret);
        }
    }

    private List<ImportedSecret> brought(Step step) {
        return imported.getOrDefault(step.id(), List.of());
    }

    /** The file is there before the secret: one that cannot be kept must not be made. */
    private Draft draft(Step step) throws DeclarationException {
        Map<String, Object> members = new HashMap<>(step.created());
        if (secrets.isEmpty() || !brought(step).isEmpty()) {
            members.put("secrets", List.of());
            return new Draft(step, members, Optional.empty());
        }
        SecretFiles files = secrets.get();
        return new Draft(step, members, Optional.of(new Reserved(files, files.reserve(step.id()))));
    }

    private List<String> finish(Draft draft, Reply reply) throws DeclarationException {
        Step step = draft.step();
        if (reply.status() != 201) {
            draft.release();
            throw new DeclarationException(reply.problem());
        }
        Map<String, Object> client = reply.members();
        List<String> told = List.of();
        if (draft.file().isPresent() && client.get("client_secret") instanceof String secret) {
            Reserved file = draft.file().get();
            file.files().write(file.path(), secret);
            told = List.of("the secret of " + ShownText.quoted(step.id()) + " is in " + file.path());
        } else {
            draft.release();
        }
        withKeys(step, client);
        bring(step, client);
        boolean bare = secrets.isEmpty() && brought(step).isEmpty() && Representation.usesSecrets(draft.members());
        return bare ? List.of("created " + ShownText.quoted(step.id()) + " without a secret") : told;
    }

    private void withKeys(Step step, Map<String, Object> client) throws DeclarationException {
        Map<String, Object> wanted = step.wanted().orElseThrow();
        if (wanted.containsKey(KeyDeclarations.MEMBER)
                && server.replace(client, wanted).status() == 412) {
            throw new DeclarationException("it was changed by others meanwhile: apply again");
        }
    }

    /**
     * A client that is about to be registered.
     *
     * @param file for its secret; empty: it gets none
     */
    private record Draft(Step step, Map<String, Object> members, Optional<Reserved> file) {

        /** No secret comes into the file. */
        void release() throws DeclarationException {
            if (file.isPresent()) {
                file.get().files().release(file.get().path());
            }
        }
    }

    private record Reserved(SecretFiles files, Path path) {}
}
