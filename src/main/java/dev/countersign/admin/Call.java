package dev.countersign.admin;

import dev.countersign.client.Change;
import dev.countersign.client.ClientId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;

/**
 * One request that has found its route.
 *
 * @param variables what stands in the places of the route's template
 */
record Call(HttpServletRequest request, Caller caller, Map<String, String> variables, QueryParameters query) {

    /** @throws ProblemException when no client can have this path */
    ClientId client() {
        return ClientPath.parse(variable("client")).orElseThrow(ProblemException::noSuchClient);
    }

    String variable(String name) {
        String value = variables.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no " + name);
        }
        return value;
    }

    Map<String, Object> body(List<String> types) {
        return RequestBody.read(request, types);
    }

    Precondition precondition() {
        return Precondition.of(request);
    }

    Change change(String action, String detail) {
        return new Change(caller.actor(), action, detail);
    }

    /** Never made from {@code Host}: paths only. */
    ClientRepresentation representation(AdminDesk desk) {
        return new ClientRepresentation(
                desk.catalog(),
                new CertificateRepresentation(desk.keys().descriptions()),
                request.getContextPath() + "/admin/clients");
    }
}
