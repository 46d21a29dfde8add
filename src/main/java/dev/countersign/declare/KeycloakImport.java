package dev.countersign.declare;

import dev.countersign.declare.Declarations.Result;
import dev.countersign.text.MalformedException;
import dev.countersign.text.ShownText;
import dev.countersign.text.StrictJson;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The command {@code import-keycloak}: the clients of a realm, as {@code kc.sh export} writes it. Immutable. */
public final class KeycloakImport {

    private final List<DeclaredClient> declared = new ArrayList<>();
    private final Map<String, List<ImportedSecret>> secrets = new LinkedHashMap<>();

    /**
     * Reads a realm, and tells of each client what is taken.
     *
     * @param out takes lines for people
     * @throws DeclarationException when the file is no realm; the message is for people
     */
    public KeycloakImport(Path file, InstantSource clock, Consumer<String> out) throws DeclarationException {
        KeycloakRealm realm = new KeycloakRealm(object(file));
        List<Map<String, Object>> clients = realm.clients();
        for (Map<String, Object> members : clients) {
            KeycloakClient client = new KeycloakClient(realm, members, clock.instant());
            client.lines().forEach(out);
            if (client.taken()) {
                String place = file + ", client " + ShownText.quoted(client.id());
                declared.add(new DeclaredClient(client.id(), client.declared(), place));
                secrets.put(client.id(), client.secrets());
            }
        }
        out.accept(declared.size() + " of " + clients.size() + " clients can be taken");
        if (secrets.values().stream().anyMatch(list -> !list.isEmpty())) {
            out.accept("their secrets have been in Keycloak and in this file: replace them when the clients run");
        }
    }

    /** Registers the clients that can be taken. */
    public Result into(Declarations server, Terms terms) throws DeclarationException {
        return server.apply(declared, terms, secrets);
    }

    /** What a dry run answers that asks no server. */
    public Result told() {
        return declared.isEmpty() ? Result.AS_DECLARED : Result.DIFFERENT;
    }

    private static Map<String, Object> object(Path file) throws DeclarationException {
        try {
            Map<String, Object> realm = StrictJson.object(DeclarationFile.text(file));
            if (realm.get("realm") instanceof String && realm.get("clients") instanceof List) {
                return realm;
            }
        } catch (MalformedException e) {
            throw new DeclarationException(
                    "the file " + file + " is no realm that 'kc.sh export --realm NAME --file' writes: " + e.rule(), e);
        }
        throw new DeclarationException("the file " + file + " is no realm with its clients");
    }
}
