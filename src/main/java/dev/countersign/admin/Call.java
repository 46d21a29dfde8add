package dev.countersign.admin;

import dev.countersign.client.Change;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.http.RequestBodies;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;

/**
 * One request with the variables of its route.
 *
 * @param variables values of the variables in the route's template
 */
record Call(
        HttpServletRequest request,
        RequestBodies bodies,
        Caller caller,
        Map<String, String> variables,
        QueryParameters query) {

    /** @throws ProblemException when the path is not that of a client id */
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
        return body(types, RequestBody.MAX_BODY_BYTES);
    }

    /** The same, of more or fewer bytes than usual. */
    Map<String, Object> body(List<String> types, int maxBytes) {
        return RequestBody.read(request, bodies, types, maxBytes);
    }

    /** The same; an empty object where there is no body. */
    Map<String, Object> optionalBody(List<String> types) {
        return RequestBody.isAbsent(request) ? Map.of() : body(types);
    }

    Precondition precondition() {
        return Precondition.of(request);
    }

    Change change(String action, String detail) {
        return new Change(caller.actor(), action, detail);
    }

    /** The path of this client, without scheme and host: never made from {@code Host}. */
    String path(Client client) {
        return request.getContextPath() + "/admin/clients/" + ClientPath.segment(client.id());
    }
}
