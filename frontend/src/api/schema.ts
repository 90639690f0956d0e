// Generated from docs/openapi.json by `npm run types`: do not edit.

export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        MountSettingsResponse: {
            /** @description SFTP host; empty: that of the instance */
            host: string;
            port: number;
            /** @description Folder of the data store */
            path: string;
            /** @description Folder of the host; empty: `~/<host name>` */
            mountpoint: string;
            read_only: boolean;
            /** @description Options of sshfs and ssh */
            options: string[];
        };
        RememberedLoginResponse: {
            username: string;
            /** @description Where the token is stored: the keyring, or a folder */
            location: string;
            /**
             * Format: date-time
             * @description When it ends, if known
             */
            validUntil: string | null;
            /**
             * Format: date-time
             * @description From when on it should be renewed, if known
             */
            renewFrom: string | null;
        };
        ConnectionResponse: {
            verify_certificates: boolean;
            ca_bundle: string | null;
            /** @description SHA-256 fingerprints of the certificates to trust, instead of authorities; nothing is sent to others */
            certificate_fingerprints: string[];
            name: string;
            url: string;
            /** @enum {string} */
            readonly status: "connected" | "not connected";
            username: string;
            /**
             * @description Always the mask
             * @default ******
             */
            password: string;
            /** @description Why it is not connected, if known */
            problem: string | null;
            readonly isMounted: boolean;
            /** @description Folder of the data store; empty when it is not mounted */
            readonly mountpoint: string;
            /** @description Fingerprint of the data store's SSH key, if it was seen for the first time just now */
            readonly hostKey: string | null;
            /** @description Whether nothing is encrypted */
            readonly http_only: boolean;
            /** @description Whether the user's own connection file defines it */
            readonly saved: boolean;
            mount: components["schemas"]["MountSettingsResponse"];
            /** @description Whether a login needs no password: one or a token is in memory */
            readonly canLogIn: boolean;
            /** @description Whether the session is that of a personal access token */
            readonly isTokenLogin: boolean;
            /** @description The login that is used after a restart; null if there is none */
            remembered: components["schemas"]["RememberedLoginResponse"] | null;
            /** @description Whether the connection exists after a restart */
            readonly canBeRemembered: boolean;
            /** @description Why the login was not remembered, or not renewed */
            rememberProblem: string | null;
            /** @description A remembered login that was deleted here just now, and that openBIS still accepts */
            unrevoked: components["schemas"]["RememberedLoginResponse"] | null;
        };
        ConnectionsResponse: {
            /** @default 200 */
            status: number;
            /** @description Jupyter's root folder */
            notebook_dir: string;
            /** @description Whether kernels of this server can use the panel's login */
            kernel_login: boolean;
            /** @description Whether this server refuses all changes in openBIS (403, code `read-only`) */
            read_only: boolean;
            /** @description Maximum days for which a login is remembered; 0: never, by the operator's setting */
            remember_days: number;
            /** @description URLs of openBIS servers where no login can be remembered, as far as that is known */
            without_access_tokens: string[];
            connections: components["schemas"]["ConnectionResponse"][];
        };
        ChangedFieldResponse: {
            /** @description `prop.<CODE>` or `parent` */
            field: string;
            /** @description The value that the user has seen */
            seen: string | null;
            /** @description The value now */
            present: string | null;
        };
        CertificateResponse: {
            /** @description Address of the server, and which one it is */
            server: string;
            /** @description SHA-256, in pairs of hexadecimal digits */
            fingerprint: string;
            /** @description Empty if it cannot be read */
            subject: string;
            issuer: string;
            selfSigned: boolean;
            /** @description Host names that it is for */
            hosts: string[];
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            notBefore: string | null;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            notAfter: string | null;
            /** @description The fingerprints that the connection trusts; empty if authorities decide */
            trusted: string[];
        };
        ErrorResponse: {
            /** @description One sentence for the user */
            reason: string;
            /** @description A stable name for programs */
            code: string;
            /** @description Problems of a body, a connection or an upload, each an object with one key: a field of the body, `entityIdentifier`, `parent`, `file`, `prop.<CODE>`, or something else for the whole; of a download of several data sets, the permId of each that failed */
            errors?: {
                [key: string]: string;
            }[];
            /** @description With the code `file-of-another-notebook`: its path */
            file?: string;
            /** @description With that code: name of the notebook it belongs to, if it is known */
            owner?: string | null;
            /** @description With that code: names that the notebook can have for itself */
            otherNames?: string[];
            /** @description With `changed-meanwhile`: the fields that have other values than the user has seen */
            changes?: components["schemas"]["ChangedFieldResponse"][];
            /** @description With that code: who changed the entity last */
            modifier?: string | null;
            /** @description With that code: when, ISO 8601, UTC */
            modificationDate?: string | null;
            /** @description With `certificate-not-trusted` and `certificate-changed`: what the server presents */
            certificate?: components["schemas"]["CertificateResponse"];
            /** @description With `file-conflict`, `files-exist` and `files-changed`: files that were kept as they are, the first 100 */
            paths?: string[];
        };
        MountSettingsRequest: {
            /** @description SFTP host; left out: that of the instance */
            host?: string | null;
            /** @description SFTP port, usually 2222 */
            port?: number | null;
            /** @description Folder of the data store, from `/` */
            path?: string | null;
            /** @description Where, absolute or from `~/`; left out: `~/<host name>` */
            mountpoint?: string | null;
            /** @description Whether writing is refused; left out: yes */
            read_only?: boolean | null;
            /** @description Options of sshfs and ssh, `name` or `name=value` */
            options?: string[] | null;
        } & {
            [key: string]: unknown;
        };
        RegisterConnectionRequest: {
            /** @description How the connection is called here */
            name: string;
            /** @description Host name or any URL of the openBIS instance, as copied from a browser */
            url: string;
            /** @description Who logs in */
            username?: string | null;
            /** @description Password or personal access token; with it a login is tried at once */
            password?: string | null;
            /** @description Session token or personal access token, instead of user and password */
            token?: string | null;
            /** @description Whether the TLS certificate is checked; left out: as the server is set */
            verify_certificates?: boolean | null;
            /** @description Path of a file with the certificates of the authority to trust */
            ca_bundle?: string | null;
            /** @description SHA-256 fingerprints of the certificates to trust, instead of authorities; nothing is sent to others */
            certificate_fingerprints?: string[] | null;
            /** @description Allows `http://` */
            http_only?: boolean | null;
            /** @description How its data store is to be mounted */
            mount?: components["schemas"]["MountSettingsRequest"] | null;
            /**
             * @description Write it into the user's own connection file, without password, for after a restart
             * @default false
             */
            save?: boolean;
        };
        ConnectionActionRequest: {
            /**
             * @description What to do. `forget` deletes the remembered login, in openBIS only where the session was opened with a password; with one in the body, it logs in first
             * @default login
             * @enum {string}
             */
            action?: "login" | "logout" | "mount" | "unmount" | "forget";
            /**
             * @description Who logs in; the remembered user if left out
             * @default null
             */
            username?: string | null;
            /**
             * @description Password or personal access token; `******` or nothing means the remembered one
             * @default null
             */
            password?: string | null;
            /**
             * @description Unmount also where programs use it; they lose it
             * @default false
             */
            force?: boolean;
            /**
             * @description With `login`: stay logged in after a restart, by a personal access token that is stored on the computer that runs Jupyter. If that is impossible, `rememberProblem` of the answer says why
             * @default false
             */
            remember?: boolean;
            /**
             * @description With `logout`: delete the remembered login as well
             * @default false
             */
            forget?: boolean;
        };
        OneConnectionResponse: {
            /** @default 200 */
            status: number;
            /** @description Jupyter's root folder */
            notebook_dir: string;
            /** @description Whether kernels of this server can use the panel's login */
            kernel_login: boolean;
            /** @description Whether this server refuses all changes in openBIS (403, code `read-only`) */
            read_only: boolean;
            /** @description Maximum days for which a login is remembered; 0: never, by the operator's setting */
            remember_days: number;
            /** @description URLs of openBIS servers where no login can be remembered, as far as that is known */
            without_access_tokens: string[];
            connection: components["schemas"]["ConnectionResponse"];
        };
        EditConnectionRequest: {
            /** @description A new name */
            name?: string;
            /** @description Another address; password and session are left behind then */
            url?: string;
            /** @description Who logs in */
            username?: string | null;
            /** @description Password or personal access token; with it a login is tried at once */
            password?: string | null;
            /** @description Session token or personal access token, instead of user and password */
            token?: string | null;
            /** @description Whether the TLS certificate is checked; left out: as the server is set */
            verify_certificates?: boolean | null;
            /** @description Path of a file with the certificates of the authority to trust */
            ca_bundle?: string | null;
            /** @description SHA-256 fingerprints of the certificates to trust, instead of authorities; nothing is sent to others */
            certificate_fingerprints?: string[] | null;
            /** @description Allows `http://` */
            http_only?: boolean | null;
            /** @description How its data store is to be mounted */
            mount?: components["schemas"]["MountSettingsRequest"] | null;
            /**
             * @description Write it into the user's own connection file, without password, for after a restart
             * @default false
             */
            save?: boolean;
        };
        DoneResponse: {
            /** @default 200 */
            status: number;
            /** @description One sentence for the user */
            statusText: string;
        };
        EntityResponse: {
            /**
             * @description `experiment` is also called collection, `sample` object
             * @enum {unknown}
             */
            kind: "sample" | "experiment" | "project" | "space" | "dataSet";
            permId: string;
            type: string | null;
            $NAME: string | null;
            identifier: string;
        };
        DataSetResponse: {
            permId: string;
            $NAME: string | null;
            type: string;
            kind: string;
            /** @description Archiving status */
            status: string | null;
            /** @description Bytes */
            size: number | null;
            location: string | null;
            /** @description Whether there is a copy of its files in the archive */
            presentInArchive: boolean | null;
            sample: string | null;
            experiment: string | null;
            /** @description Local time of the server, YYYY-MM-DD HH:MM:SS */
            registrationDate: string | null;
            /** @description Local time of the server, YYYY-MM-DD HH:MM:SS */
            modificationDate: string | null;
            properties: {
                [key: string]: string | string[];
            };
        };
        ListingResponse: {
            entities: components["schemas"]["EntityResponse"][];
            dataSets: components["schemas"]["DataSetResponse"][];
            start_with: number;
            count: number;
            totalCount: number;
            /** @description What users must know beside this: files in openBIS's file server (AFS) are not listed here */
            remark: string | null;
        };
        FoundEntityResponse: {
            /**
             * @description `experiment` is also called collection, `sample` object
             * @enum {unknown}
             */
            kind: "sample" | "experiment" | "project" | "space" | "dataSet";
            permId: string;
            type: string | null;
            $NAME: string | null;
            identifier: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            registrationDate: string | null;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            modificationDate: string | null;
            properties: {
                [key: string]: string | string[];
            };
        };
        SearchResponse: {
            entities: components["schemas"]["FoundEntityResponse"][];
            dataSets: components["schemas"]["DataSetResponse"][];
            start_with: number;
            count: number;
            totalCount: number;
            /** @description What users must know beside this: files in openBIS's file server (AFS) are not listed here */
            remark: string | null;
            /** @description With `counts=true`: how many of each kind match; kinds to which the filters do not apply are missing. Otherwise null */
            counts: {
                [key: string]: number;
            } | null;
            /** @description `after` of the request for the next page; null after the last row. Sorted by modification, rows that are modified meanwhile come last; after 400 rows, such a row can be on two pages */
            next: string | null;
        };
        PropertyResponse: {
            code: string;
            label: string | null;
            dataType: string | null;
            /** @description Whether it can have several values */
            multiValue: boolean;
            /** @description A vocabulary term by its code, a sample by its permId; a list for a multi-valued property, and for an array */
            value: string | string[];
        };
        RelatedEntityResponse: {
            /**
             * @description `experiment` is also called collection, `sample` object
             * @enum {unknown}
             */
            kind: "sample" | "experiment" | "project" | "space" | "dataSet";
            permId: string;
            type: string | null;
            $NAME: string | null;
            /** @description null for a data set, which has none */
            identifier: string | null;
        };
        DetailsResponse: {
            /**
             * @description `experiment` is also called collection, `sample` object
             * @enum {unknown}
             */
            kind: "sample" | "experiment" | "project" | "space" | "dataSet";
            permId: string;
            type: string | null;
            $NAME: string | null;
            /** @description null for a data set, which has none */
            identifier: string | null;
            /** @description In the order of the type */
            properties: components["schemas"]["PropertyResponse"][];
            /** @description What directly contains or owns it */
            owner: components["schemas"]["EntityResponse"] | null;
            parents: components["schemas"]["RelatedEntityResponse"][];
            /** @description By code, the first 50 */
            children: components["schemas"]["RelatedEntityResponse"][];
            childrenCount: number;
            /** @description User name */
            registrator: string | null;
            /** Format: date-time */
            registrationDate: string | null;
            /** Format: date-time */
            modificationDate: string | null;
            /** @description Whether it is a sample or experiment of an openBIS with a file server (AFS): it can have files of its own */
            hasFileServer: boolean;
            /** @description Whether it has files of its own in openBIS's file server (AFS), which are not listed */
            hasAfsFiles: boolean;
            /** @description What users must know beside this: files in openBIS's file server (AFS) are not listed here */
            remark: string | null;
            /** @description Its URL in the ELN */
            elnUrl: string;
            dataSet: components["schemas"]["DataSetResponse"] | null;
        };
        LineageNodeResponse: {
            /** @description permId; of the notebook, its file name */
            key: string;
            /** @enum {string} */
            kind: "data set" | "sample" | "notebook";
            readonly name: string | null;
            readonly type: string | null;
        };
        LineageEdgeResponse: {
            source: string;
            result: string;
        };
        LineageResponse: {
            /** @description Key of the node that it is about */
            start: string;
            /** @description `start` is the first one */
            nodes: components["schemas"]["LineageNodeResponse"][];
            edges: components["schemas"]["LineageEdgeResponse"][];
            /** @description False if there are more nodes than were wanted */
            isComplete: boolean;
            /** @description In the wanted format; names in it are escaped. null without `format` */
            drawing: string | null;
        };
        FileResponse: {
            name: string;
            /** @description In the data set, without a leading slash */
            path: string;
            isFolder: boolean;
            /** @description Bytes; of a folder, of all in it */
            size: number;
            /** @description How many files these are */
            files: number;
            /**
             * Format: date-time
             * @description When it was last changed (ISO 8601, UTC); null for files that cannot change
             */
            modified: string | null;
        };
        FilesResponse: {
            folder: string;
            files: components["schemas"]["FileResponse"][];
            start_with: number;
            count: number;
            totalCount: number;
            /** @description How many files are in the folder, at any depth */
            totalFiles: number;
            /** @description What they come to */
            totalBytes: number;
        };
        DeleteFilesRequest: {
            /** @enum {string} */
            action: "delete";
            /** @description From the folder of the sample or experiment on */
            paths: string[];
        };
        MoveFileRequest: {
            /** @enum {string} */
            action: "move";
            /** @description From the folder of the sample or experiment on */
            path: string;
            /** @description From the folder of the sample or experiment on; missing folders are created */
            newPath: string;
        };
        CreateFolderRequest: {
            /** @enum {string} */
            action: "createFolder";
            /** @description From the folder of the sample or experiment on */
            path: string;
        };
        ChangedFilesResponse: {
            /** @description From the folder of the sample or experiment on */
            paths: string[];
        };
        LocalCopyResponse: {
            /** @description Absolute path of its folder */
            path: string;
            /** @description Whether all files that were wanted have arrived */
            complete: boolean;
            /** @description Path of the file that was asked about, below `path` */
            file: string | null;
        };
        LocalCopiesResponse: {
            /** @description null: there is none */
            copy: components["schemas"]["LocalCopyResponse"] | null;
        };
        RecordedUseRequest: {
            /** @description The data set */
            permId: string;
            /**
             * @description Its recorded folder, relative to Jupyter's root folder
             * @default null
             */
            path?: string | null;
        };
        TraceNotebookRequest: {
            /**
             * @description Folder of the notebook, relative to Jupyter's root folder
             * @default
             */
            near?: string;
            used: components["schemas"]["RecordedUseRequest"][];
            /** @description PermIds of the data sets that were uploaded, and of the samples and experiments in whose files the notebook was published */
            produced?: string[];
        };
        TracedCopyResponse: {
            /** @enum {unknown} */
            state: "present" | "incomplete" | "missing";
            /** @description Absolute path of its folder; null: missing */
            path: string | null;
            /** @description Files that are missing or have another size */
            missingFiles: number;
            /**
             * Format: date-time
             * @description When its files had arrived and were verified (ISO 8601)
             */
            downloaded: string | null;
        };
        TracedDataSetResponse: {
            permId: string;
            /** @description null: openBIS shows none of this permId, or was not asked */
            dataSet: components["schemas"]["DataSetResponse"] | null;
            /**
             * @description `sample` or `experiment`: these are its files in the file server (AFS)
             * @enum {unknown}
             */
            kind: "sample" | "experiment" | "project" | "space" | "dataSet";
            /** @description That of the sample or experiment; empty for data sets */
            identifier: string;
            /** @description Its page in the ELN; empty if it is unknown */
            elnUrl: string;
            /** @description null for what the notebook has produced */
            copy: components["schemas"]["TracedCopyResponse"] | null;
            /** @description How many of the downloaded files have changed in openBIS since, or were removed; null if they cannot change, or are not listed */
            changedFiles: number | null;
            /** @description The newest version, if it is another data set */
            newer: components["schemas"]["DataSetResponse"] | null;
        };
        NotebookTraceResponse: {
            used: components["schemas"]["TracedDataSetResponse"][];
            produced: components["schemas"]["TracedDataSetResponse"][];
            /** @description Why openBIS could not be asked; then only the copies on the disk are known */
            problem: components["schemas"]["ErrorResponse"] | null;
        };
        PublicationVersionResponse: {
            permId: string;
            name: string | null;
            /** @description Notes on this version; empty without any */
            notes: string;
            type: string;
            /** @description Identifier of its sample or experiment */
            owner: string | null;
            /**
             * Format: date-time
             * @description ISO 8601
             */
            registered: string | null;
            /** @description Who has published it */
            registrator: string | null;
            /** @description Its page in the ELN */
            elnUrl: string;
        };
        VersionsResponse: {
            /** @description The newest 100 at most */
            versions: components["schemas"]["PublicationVersionResponse"][];
            totalCount: number;
        };
        AmountResponse: {
            files: number;
            bytes: number;
        };
        OpeningInputResponse: {
            permId: string;
            name: string | null;
            /** @description Bytes of all its files */
            size: number | null;
            /** @description Recorded path that will not be there, so that code which reads it has to be adapted */
            missedPath: string | null;
            /** @description Why it is not among the downloads */
            problem: components["schemas"]["ErrorResponse"] | null;
        };
        OpeningDownloadResponse: {
            files: string[];
            flat: boolean;
            overwrite: boolean;
            /** @enum {string} */
            readonly mode: "copy" | "link";
            /** @enum {unknown} */
            folderNames: "permId" | "name";
            permIds: string[];
            /** @description Absolute */
            folder: string;
        };
        OpeningResponse: {
            /** @description Absolute path that the notebook will have */
            notebook: string;
            /** @description Whether there is a file at that path */
            isThere: boolean;
            /** @description Of the publication itself */
            toFetch: components["schemas"]["AmountResponse"];
            /** @description Files of the publication that were changed after an earlier download: it is refused */
            conflicts: string[];
            inputs: components["schemas"]["OpeningInputResponse"][];
            /** @description Number of inputs beyond the first 200 */
            moreInputs: number;
            /** @description The requests to send as jobs, that of the publication first */
            downloads: components["schemas"]["OpeningDownloadResponse"][];
        };
        VerifyCopyRequest: {
            /**
             * @description Folder of the notebook, relative to Jupyter's root folder
             * @default
             */
            near?: string;
            /**
             * @description The recorded folder of the data set, relative to Jupyter's root folder
             * @default null
             */
            path?: string | null;
        };
        WrongFileResponse: {
            path: string;
            /** @enum {unknown} */
            state: "missing" | "partial" | "complete" | "different" | "outdated" | "unreadable" | "refused";
        };
        VerifiedCopyResponse: {
            /** @description Absolute path of the folder */
            path: string;
            /** @description Whether all files are there with the content that openBIS sent */
            ok: boolean;
            /** @description Whether the download was finished */
            complete: boolean;
            /** Format: date-time */
            downloaded: string;
            readonly files: number;
            readonly wrong: number;
            /** @description Files that cannot be verified: openBIS had no checksum */
            readonly unverified: number;
            /** @description The first 100 wrong files */
            wrongFiles: components["schemas"]["WrongFileResponse"][];
        };
        InstanceCheckRequest: {
            /**
             * @description Whether the TLS certificate is checked; left out: as the server is set
             * @default null
             */
            verify_certificates?: boolean | null;
            /**
             * @description Path of a file with the certificates of the authority to trust
             * @default null
             */
            ca_bundle?: string | null;
            /**
             * @description SHA-256 fingerprints of the certificates to trust, instead of authorities; nothing is sent to others
             * @default null
             */
            certificate_fingerprints?: string[] | null;
            /** @description Host name or any URL of the openBIS instance, as copied from a browser */
            url: string;
            /**
             * @description Allows `http://`
             * @default false
             */
            http_only?: boolean | null;
        };
        DataStoreCheckResponse: {
            code: string;
            /** @description Its public address, as openBIS returns it */
            url: string | null;
            /** @description Why it cannot be used; null if it answers */
            readonly problem: string | null;
        };
        InstanceCheckResponse: {
            /** @description As a connection would use it */
            url: string;
            /** @description Whether openBIS answers there */
            readonly reachable: boolean;
            /**
             * @description Of openBIS; null, since it needs a login
             * @default null
             */
            version: string | null;
            /** @description Of its API, e.g. `3.6` */
            readonly apiVersion: string | null;
            encrypted: boolean;
            certificateChecked: boolean;
            /** @description Why a connection would not work, and what to do about it */
            problem: string | null;
            /** @description The problem's stable name for programs */
            code: string | null;
            /** @description The certificate that is not trusted, if that is the problem */
            certificate: components["schemas"]["CertificateResponse"] | null;
            /** @description The data stores of the openBIS, where a connection is logged in to it; else empty */
            dataStores: components["schemas"]["DataStoreCheckResponse"][];
            /** @description Whether logins can be remembered there; null: not known before a login */
            accessTokens: boolean | null;
        };
        ReasonResponse: {
            /** @enum {unknown} */
            code: "folder" | "empty-file" | "not-shown" | "no-parts" | "large-document" | "large-image-file" | "large-image" | "no-page" | "no-item" | "deep-item" | "link" | "no-image-library" | "no-hdf5-library" | "damaged" | "unreadable" | "too-much-read" | "too-much-memory" | "too-slow" | "busy" | "long-value" | "empty-dataset" | "other-files" | "large-blocks" | "large-values" | "unreadable-values";
            /** @description In English */
            readonly text: string;
            /** @description The numbers in `text` by their names */
            parameters: {
                [key: string]: number;
            };
        };
        ImageResponse: {
            /** @description Width of the page as it is stored, in pixels */
            width: number;
            height: number;
            /** @description From 0 */
            page: number;
            /** @description Number of pages */
            pages: number;
            /** @description Whether there are more pages than were counted */
            morePages: boolean;
        };
        Hdf5AttributeResponse: {
            name: string;
            value: string | null;
            /** @description Why `value` is null */
            remark: components["schemas"]["ReasonResponse"] | null;
        };
        Hdf5MemberResponse: {
            name: string;
            /** @enum {unknown} */
            kind: "group" | "dataset" | "link" | "other";
            /** @description Of a dataset */
            shape: number[] | null;
            /** @description Data type of a dataset, as NumPy names it */
            dtype: string | null;
            /** @description Where a link leads. It is not followed */
            target: string | null;
        };
        Hdf5ValuesResponse: {
            /** @description Index of the first value in each dimension */
            start: number[];
            /** @description Names of columns, if any */
            fields: string[];
            rows: string[][];
        };
        Hdf5Response: {
            path: string;
            /** @enum {unknown} */
            kind: "group" | "dataset" | "link" | "other";
            attributes: components["schemas"]["Hdf5AttributeResponse"][];
            /** @description The first members of a group */
            members: components["schemas"]["Hdf5MemberResponse"][];
            memberCount: number;
            shape: number[] | null;
            dtype: string | null;
            values: components["schemas"]["Hdf5ValuesResponse"] | null;
            /** @description Why no values are shown */
            remark: components["schemas"]["ReasonResponse"] | null;
        };
        PreviewResponse: {
            /** @enum {unknown} */
            kind: "image" | "text" | "table" | "pdf" | "hdf5" | "none";
            mediaType: string;
            /** @description An image or PDF document in base64 */
            readonly data: string | null;
            /** @description The beginning of a text */
            text: string | null;
            /** @description The beginning of a table */
            rows: string[][] | null;
            /** @description Whether there is more than is shown */
            truncated: boolean;
            /** @description Why nothing is shown, in English */
            reason: string | null;
            /** @description The same, for translations */
            reasons: components["schemas"]["ReasonResponse"][];
            /** @description `offset` of the next part of a text or table; null at its end */
            next: number | null;
            /** @description null: sent unchanged, or no image */
            image: components["schemas"]["ImageResponse"] | null;
            /** @description An item of an HDF5 file */
            hdf5: components["schemas"]["Hdf5Response"] | null;
            /** @description Name of the Python codec that reads a text or table, e.g. `cp1252` */
            encoding: string | null;
            /** @description Between the cells of a table */
            delimiter: string | null;
            /** @description Decimal mark of a table: `.` or `,` */
            decimal: string | null;
            /** @description Whether a space follows each delimiter of a table, which belongs to no cell */
            spaceAfterDelimiter: boolean;
            /** @description Number of lines above the header of a table: titles, comments. `rows` lacks them */
            skipLines: number;
            /** @description Whether a delimiter ends each row of a table but the header, with no cell behind it */
            trailingDelimiter: boolean;
            /** @description Whether some lines of a table hold nothing but spaces. They are no rows */
            blankLines: boolean;
            /** @description Whether cells contain `"` and none begins with it: it is a character like others */
            literalQuotes: boolean;
        };
        PublishedDataSetsResponse: {
            dataSets: components["schemas"]["DataSetResponse"][];
            start_with: number;
            count: number;
            totalCount: number;
            /** @description What users must know beside this: files in openBIS's file server (AFS) are not listed here */
            remark: string | null;
            /** @description Working folder of the Jupyter server */
            readonly cwd: string;
        };
        TermResponse: {
            code: string;
            label: string | null;
            description: string | null;
            official: boolean;
            ordinal: number;
        };
        AssignmentResponse: {
            code: string;
            label: string | null;
            description: string | null;
            mandatory: boolean;
            dataType: string;
            /** @description Whether it can have several values */
            multiValue: boolean;
            section: string | null;
            ordinal: number;
            /** @description openBIS fills it; not to be sent */
            computed: boolean;
            /** @description What a controlled vocabulary allows */
            terms: components["schemas"]["TermResponse"][];
        };
        DataSetTypeResponse: {
            code: string;
            readonly permId: string;
            description: string | null;
            propertyAssignments: components["schemas"]["AssignmentResponse"][];
        };
        StorageOptionsResponse: {
            dataSetTypes: components["schemas"]["DataSetTypeResponse"][];
            /** @description With `fileServer=true`: whether openBIS keeps files of samples and experiments themselves (openBIS 7); otherwise null */
            hasFileServer: boolean | null;
        };
        EntityTypeResponse: {
            code: string;
            readonly permId: string;
            description: string | null;
            propertyAssignments: components["schemas"]["AssignmentResponse"][];
            /** @description Whether openBIS generates the code of a sample that is created without one */
            generatesCodes: boolean;
            /** @description The beginning of generated codes */
            codePrefix: string;
            /** @description Whether codes of samples in a container are unique within the type */
            uniqueSubcodes: boolean;
        };
        EntityTypesResponse: {
            types: components["schemas"]["EntityTypeResponse"][];
        };
        ChangeEntityRequest: {
            /** @enum {string} */
            kind: "dataSet" | "sample" | "experiment";
            /** @description Its permId */
            permId: string;
            /** @description Property code to value: a text, number or boolean; a list for a multi-valued or ARRAY_* property; an object or list for JSON. `null` and an empty text clear the property. The name is `$NAME` */
            properties?: {
                [key: string]: unknown;
            };
            /** @description permIds or identifiers of samples, or permIds of data sets */
            addParents?: string[];
            /** @description The same, of present parents */
            removeParents?: string[];
            /**
             * Format: date-time
             * @description Modification date (`basedOn` of a plan): the change is refused with 409 if the entity was changed after it
             * @default null
             */
            unchangedSince?: string | null;
            /** @description The values that the user has seen (`before` of a plan) by field, `parent` with the permIds of all parents; the answer 409 then names the fields that have changed */
            seen?: {
                [key: string]: string | string[] | null;
            };
            /**
             * @description Check everything, answer what would be done, and do nothing
             * @default false
             */
            dryRun?: boolean;
        };
        FieldChangeResponse: {
            /** @description `prop.<CODE>` */
            field: string;
            label: string | null;
            /** @description Present value; null if it is not set; a list for a multi-valued property, and for an array */
            before: string | string[] | null;
            /** @description New value; null if it is cleared; a list for a multi-valued property, and for an array */
            after: string | string[] | null;
        };
        ChangePlanResponse: {
            /** @enum {unknown} */
            kind: "sample" | "experiment" | "project" | "space" | "dataSet";
            permId: string;
            identifier: string | null;
            type: string | null;
            $NAME: string | null;
            properties: components["schemas"]["FieldChangeResponse"][];
            addedParents: components["schemas"]["RelatedEntityResponse"][];
            removedParents: components["schemas"]["RelatedEntityResponse"][];
            /** @description Nothing to change */
            isEmpty: boolean;
            /**
             * Format: date-time
             * @description Modification date of the present state, for `unchangedSince`
             */
            basedOn: string | null;
            /** @description Name of the user who changed it last */
            modifier: string | null;
            /** @description The present values of the fields to change, for `seen` */
            seen: {
                [key: string]: string | string[] | null;
            };
        };
        ChangedEntityResponse: {
            /** @description False if everything was as wanted before; nothing was sent then */
            readonly changed: boolean;
            /** @description What was changed */
            plan: components["schemas"]["ChangePlanResponse"];
            /** @description The entity after it, as openBIS has it */
            entity: components["schemas"]["DetailsResponse"];
        };
        CreateEntityRequest: {
            /** @enum {string} */
            kind: "sample" | "experiment";
            /** @description Code of its type */
            type: string;
            /** @description Identifier, permId or link: the space, project or experiment of a sample, the project of an experiment */
            in: string;
            /**
             * @description Its code; null or empty to have openBIS generate it, if the type does
             * @default null
             */
            code?: string | null;
            /** @description Property code to value: a text, number or boolean; a list for a multi-valued or ARRAY_* property; an object or list for JSON. `null` and an empty text mean that the property is not set */
            properties?: {
                [key: string]: unknown;
            };
            /** @description permIds or identifiers of the parents of a sample */
            parents?: string[];
            /**
             * @description Check everything, answer what would be done, and do nothing
             * @default false
             */
            dryRun?: boolean;
        };
        CreatedEntityResponse: {
            entity: components["schemas"]["EntityResponse"];
            /** @description Its URL in the ELN */
            link: string | null;
        };
        CreationPlanResponse: {
            /** @enum {unknown} */
            kind: "sample" | "experiment" | "project" | "space" | "dataSet";
            type: string;
            in: components["schemas"]["EntityResponse"];
            /** @description null if openBIS generates it */
            code: string | null;
            /** @description The beginning of a generated code */
            codePrefix: string;
            identifier: string | null;
            properties: {
                [key: string]: string | string[];
            };
            parents: components["schemas"]["RelatedEntityResponse"][];
        };
        UnarchiveRequest: {
            permIds: string[];
        };
        ArchivingStatusResponse: {
            permId: string;
            /** @description `UNARCHIVE_PENDING` until its files are back, then `AVAILABLE`; poll its details */
            status: string;
        };
        UnarchiveResponse: {
            dataSets: components["schemas"]["ArchivingStatusResponse"][];
        };
        DownloadResponse: {
            url: string;
            permId: string;
            /** @description Folder that holds the files */
            path: string;
            dataStore: string | null;
            location: string | null;
            size: number | null;
            /** @description Paths below `path` */
            readonly files: string[];
            readonly statusText: string;
        };
        NewDataSetRequest: {
            /** @description Code of the data set type */
            type: string;
            /** @description Paths of files and folders, relative to Jupyter's root folder */
            files?: string[];
            /** @description permIds of parent data sets */
            parents?: string[] | null;
            /**
             * @description Identifier or permId of the sample or experiment that will own the data set
             * @default
             */
            entityIdentifier?: string | null;
            /** @description Property code to value: a text, number or boolean; a list for a multi-valued or ARRAY_* property; an object or list for JSON. `null` and an empty text mean that the property is not set */
            props?: {
                [key: string]: unknown;
            } | null;
        };
        UploadResponse: {
            /** @default 200 */
            status: number;
            permId: string;
            readonly statusText: string;
        };
        SubjectResponse: {
            /** @description PermId or identifier; null for a data set that is not registered yet */
            reference: string | null;
            /** @description Null if it has none, or it is unknown */
            name: string | null;
            /**
             * @description Null if it is unknown
             * @enum {unknown}
             */
            kind: "sample" | "experiment" | "project" | "space" | "dataSet" | null;
        };
        SkippedResponse: {
            permId: string;
            /** @description With a hint if a similar file is there, or where the files are */
            readonly reason: string;
        };
        ProgressResponse: {
            files: number;
            bytes: number;
            totalFiles: number | null;
            totalBytes: number | null;
            bytesPerSecond: number | null;
            secondsLeft: number | null;
            /** @description A file that is being transferred */
            file: string | null;
        };
        JobSummaryResponse: {
            id: string;
            /** @enum {string} */
            readonly kind: "download" | "upload" | "uploadFiles" | "publish" | "sync";
            connection: string;
            /** @enum {string} */
            readonly state: "queued" | "running" | "waitingToRetry" | "done" | "failed" | "cancelled";
            /** @description What the client called this one click */
            key: string | null;
            /** @description Data sets that are downloaded; of other jobs, the one that was registered, or the sample or experiment that files were stored or synchronised with */
            readonly permIds: string[];
            /** @description What it is about, with names as far as they are known: the first 10 data sets that are downloaded; the data set that is registered; or the sample or experiment that files are stored with */
            subjects: components["schemas"]["SubjectResponse"][];
            /** @description Of uploads, publications and synchronisations: the sample or experiment, as requested */
            owner: string | null;
            /**
             * @description Of the sample or experiment that files were stored or synchronised with; until then, null
             * @enum {unknown}
             */
            ownerKind: "sample" | "experiment" | "project" | "space" | "dataSet" | null;
            /** @description Where files of a sample or experiment itself are stored, from its folder on; null for data sets, and until a publication has ended */
            ownerFolder: string | null;
            /** @description Whether it is about files of a sample or experiment itself (openBIS 7), not about data sets; of downloads, once they have ended */
            isOfOwner: boolean;
            /** @description Where a download goes, or the folder that is synchronised: absolute path */
            folder: string | null;
            /** @description Where openBIS's ELN shows the data set that was registered, or the owner of the files */
            link: string | null;
            /** @description What joins the versions of a notebook: send it with the next one */
            historyId: string | null;
            /** @description What the user should know about what was registered or stored, in sentences */
            remarks: string[];
            /** @description Data sets without matching files, or whose files are outside openBIS */
            skipped: components["schemas"]["SkippedResponse"][];
            /** @description Number of files of earlier downloads that were removed in openBIS; they stay on the disk */
            readonly removedFiles: number;
            /** Format: date-time */
            created: string;
            /** Format: date-time */
            started: string | null;
            /** Format: date-time */
            ended: string | null;
            /** @description How often it was begun */
            attempts: number;
            /**
             * Format: date-time
             * @description When an interrupted transfer (`waitingToRetry`) is tried again; else null
             */
            nextAttempt: string | null;
            progress: components["schemas"]["ProgressResponse"];
            /** @description Why it failed, or was interrupted; or why it was cancelled, where it was not a user who did so: `server-stopped`, `client-left` */
            error: components["schemas"]["ErrorResponse"] | null;
        };
        JobsResponse: {
            jobs: components["schemas"]["JobSummaryResponse"][];
        };
        SubjectRequest: {
            /** @description PermId or identifier, as in the request */
            reference: string;
            /**
             * @description Its display name
             * @default null
             */
            name?: string | null;
            /**
             * @default null
             * @enum {unknown}
             */
            kind?: "sample" | "experiment" | "project" | "space" | "dataSet" | null;
        };
        DownloadJobRequest: {
            /** @description Name of the connection */
            connection: string;
            /**
             * @description Check everything, answer what would be done, and do nothing
             * @default false
             */
            dryRun?: boolean;
            /**
             * @description A name for this one click; a request with the same key starts nothing and answers the job of that key
             * @default null
             */
            key?: string | null;
            /** @description Names and kinds that the client has shown to the user. They are part of the job's `subjects`; names that openBIS states take precedence */
            subjects?: components["schemas"]["SubjectRequest"][];
            /** @enum {string} */
            kind: "download";
            /** @description The data sets; of a container, its components are downloaded. Also samples and experiments with files of their own, by permId or identifier */
            permIds: string[];
            /** @description Where to: absolute, or relative to Jupyter's root folder */
            folder: string;
            /** @description Paths or patterns of the files that are wanted, e.g. `*.csv`, `images/**`, `run 1`; none means all. A text that is a path in the data set means just that. The leading `original/` may be left out */
            files?: string[];
            /**
             * @description Leave out openBIS's folder `original`
             * @default false
             */
            flat?: boolean;
            /**
             * @description Replace files of the same name that differ; else refuse (409)
             * @default true
             */
            overwrite?: boolean;
            /**
             * @description `link`: instead of its files, a link to each data set in the mounted data store
             * @default copy
             * @enum {string}
             */
            mode?: "copy" | "link";
            /**
             * @description What new folders of data sets are called: by their permIds, or `<name> (<permId>)`. A folder with the same permId is used again, with any name
             * @default permId
             * @enum {unknown}
             */
            folderNames?: "permId" | "name";
        };
        UploadJobRequest: {
            /** @description Name of the connection */
            connection: string;
            /**
             * @description Check everything, answer what would be done, and do nothing
             * @default false
             */
            dryRun?: boolean;
            /**
             * @description A name for this one click; a request with the same key starts nothing and answers the job of that key
             * @default null
             */
            key?: string | null;
            /** @description Names and kinds that the client has shown to the user. They are part of the job's `subjects`; names that openBIS states take precedence */
            subjects?: components["schemas"]["SubjectRequest"][];
            /**
             * @description Send hidden files and folders, manifests of downloads and junk (`.DS_Store`, `__pycache__`, `Thumbs.db` …) that are in the folders as well
             * @default false
             */
            hidden?: boolean;
            /** @description Patterns of what is left out of the folders, e.g. `*.tmp`, `raw/**`: without a slash, names at any depth; with one, paths below the folder that is named in `files` */
            exclude?: string[];
            /** @description Code of the data set type */
            type: string;
            /** @description Paths of files and folders, relative to Jupyter's root folder */
            files?: string[];
            /** @description permIds of parent data sets */
            parents?: string[] | null;
            /**
             * @description Identifier or permId of the sample or experiment that will own the data set
             * @default
             */
            entityIdentifier?: string | null;
            /** @description Property code to value: a text, number or boolean; a list for a multi-valued or ARRAY_* property; an object or list for JSON. `null` and an empty text mean that the property is not set */
            props?: {
                [key: string]: unknown;
            } | null;
            /** @enum {string} */
            kind: "upload";
        };
        FileUploadJobRequest: {
            /** @description Name of the connection */
            connection: string;
            /**
             * @description Check everything, answer what would be done, and do nothing
             * @default false
             */
            dryRun?: boolean;
            /**
             * @description A name for this one click; a request with the same key starts nothing and answers the job of that key
             * @default null
             */
            key?: string | null;
            /** @description Names and kinds that the client has shown to the user. They are part of the job's `subjects`; names that openBIS states take precedence */
            subjects?: components["schemas"]["SubjectRequest"][];
            /**
             * @description Send hidden files and folders, manifests of downloads and junk (`.DS_Store`, `__pycache__`, `Thumbs.db` …) that are in the folders as well
             * @default false
             */
            hidden?: boolean;
            /** @description Patterns of what is left out of the folders, e.g. `*.tmp`, `raw/**`: without a slash, names at any depth; with one, paths below the folder that is named in `files` */
            exclude?: string[];
            /** @enum {string} */
            kind: "uploadFiles";
            /**
             * @description Identifier or permId of the sample or experiment that will own the files
             * @default
             */
            entityIdentifier?: string | null;
            /** @description Paths of files and folders, relative to Jupyter's root folder */
            files?: string[];
            /**
             * @description Target folder. From the folder of the sample or experiment on; created if it is missing
             * @default
             */
            folder?: string;
            /**
             * @description Replace files of other content; openBIS keeps these in its trash
             * @default false
             */
            replace?: boolean;
        };
        PublishJobRequest: {
            /** @description Name of the connection */
            connection: string;
            /**
             * @description Check everything, answer what would be done, and do nothing
             * @default false
             */
            dryRun?: boolean;
            /**
             * @description A name for this one click; a request with the same key starts nothing and answers the job of that key
             * @default null
             */
            key?: string | null;
            /** @description Names and kinds that the client has shown to the user. They are part of the job's `subjects`; names that openBIS states take precedence */
            subjects?: components["schemas"]["SubjectRequest"][];
            /**
             * @description Code of the data set type where openBIS has no `ANALYSIS_NOTEBOOK`
             * @default null
             */
            type?: string | null;
            /** @description Paths of files and folders, relative to Jupyter's root folder */
            files?: string[];
            /** @description permIds of parent data sets */
            parents?: string[] | null;
            /**
             * @description Identifier or permId of the sample or experiment that will own the data set
             * @default
             */
            entityIdentifier?: string | null;
            /** @description Property code to value: a text, number or boolean; a list for a multi-valued or ARRAY_* property; an object or list for JSON. `null` and an empty text mean that the property is not set */
            props?: {
                [key: string]: unknown;
            } | null;
            /** @enum {string} */
            kind: "publish";
            /**
             * @description `dataSet`: one new data set; `files`: a new folder in the files of the sample or experiment itself (openBIS 7), where a JSON file has the properties and parents, and there is no type
             * @default dataSet
             * @enum {unknown}
             */
            target?: "dataSet" | "files";
            /** @description Path of the notebook, relative to Jupyter's root folder; it is published as it is on the disk */
            notebook: string;
            /**
             * @description What the publication is called; left out: as the notebook
             * @default null
             */
            name?: string | null;
            /**
             * @description About this version
             * @default null
             */
            notes?: string | null;
            /**
             * @description What joins the versions of the notebook, as an earlier job has answered it; left out: a new one
             * @default null
             */
            historyId?: string | null;
        };
        SyncJobRequest: {
            /** @description Name of the connection */
            connection: string;
            /**
             * @description Check everything, answer what would be done, and do nothing
             * @default false
             */
            dryRun?: boolean;
            /**
             * @description A name for this one click; a request with the same key starts nothing and answers the job of that key
             * @default null
             */
            key?: string | null;
            /** @description Names and kinds that the client has shown to the user. They are part of the job's `subjects`; names that openBIS states take precedence */
            subjects?: components["schemas"]["SubjectRequest"][];
            /** @description The local folder: absolute, or relative to Jupyter's root folder */
            folder: string;
            /**
             * @description PermId or identifier of the sample or experiment with the files; may be left out for a folder that is synchronised already
             * @default
             */
            owner?: string | null;
            /**
             * @description `up`: openBIS follows the folder; `down`: the folder follows openBIS; `both`: changes of each side are made on the other one
             * @default both
             * @enum {unknown}
             */
            direction?: "down" | "up" | "both";
            /**
             * @description Delete, into a trash, what was deleted on the other side since the last time; else it is only reported
             * @default false
             */
            delete?: boolean;
            /**
             * @description Also hidden files and folders, and junk of other programs
             * @default false
             */
            hidden?: boolean;
            /** @description Patterns of what is ignored on both sides, as in uploads */
            exclude?: string[];
            /** @enum {string} */
            kind: "sync";
            /**
             * @description With `delete`, also more than half of all files
             * @default false
             */
            deleteMany?: boolean;
            /**
             * @description Which version of files that were changed on both sides replaces the other, which goes to a trash; `neither`: both are kept
             * @default neither
             * @enum {unknown}
             */
            prefer?: "neither" | "here" | "openbis";
        };
        DownloadOptionsResponse: {
            files: string[];
            flat: boolean;
            overwrite: boolean;
            /** @enum {string} */
            readonly mode: "copy" | "link";
            /** @enum {unknown} */
            folderNames: "permId" | "name";
        };
        FinishedDownloadResponse: {
            url: string;
            permId: string;
            /** @description Folder that holds the files */
            path: string;
            dataStore: string | null;
            location: string | null;
            size: number | null;
            /** @description Paths below `path` */
            readonly files: string[];
            readonly statusText: string;
            /** @description The rest was there already */
            fetched: components["schemas"]["AmountResponse"];
            /** @description Files of an earlier download that were removed in openBIS; they stay on the disk */
            readonly removed: string[];
        };
        StoredFileResponse: {
            /** @description From the folder of the sample or experiment on */
            path: string;
            size: number;
            /** @description Of the content; null for a folder */
            md5: string | null;
            isFolder: boolean;
        };
        FileUploadResponse: {
            owner: string;
            /** @enum {string} */
            readonly ownerKind: "sample" | "experiment";
            /** @description Of the owner */
            permId: string;
            /** @description Target folder. From the folder of the sample or experiment on */
            folder: string;
            connection: string;
            /** @description What was sent, verified */
            stored: components["schemas"]["StoredFileResponse"][];
            /** @description What openBIS had already, with the same content */
            unchanged: components["schemas"]["StoredFileResponse"][];
            link: string | null;
            leftOutFiles: string[];
        };
        SyncActionResponse: {
            /** @enum {string} */
            readonly action: "send" | "fetch" | "make-folder-in-openbis" | "make-folder-here" | "move-in-openbis" | "move-here" | "delete-in-openbis" | "delete-here" | "conflict" | "edited-here" | "edited-in-openbis" | "removed-here" | "removed-in-openbis" | "blocked";
            /** @description From the folder on */
            path: string;
            /** @description Bytes to transfer */
            size: number;
            movedFrom: string | null;
            readonly problem: string | null;
        };
        SyncFailureResponse: {
            action: components["schemas"]["SyncActionResponse"];
            /** @description The reason */
            readonly error: Record<string, unknown>;
        };
        SyncCopyResponse: {
            /** @description The file */
            path: string;
            /** @description openBIS's version of it */
            copy: string;
        };
        SyncObstacleResponse: {
            /** @description From the folder on */
            path: string;
            problem: string;
        };
        SyncReportResponse: {
            /** @description Absolute path */
            folder: string;
            /** @description The sample or experiment */
            owner: string;
            permId: string;
            readonly direction: string;
            /** @description What was done; in HTTP, the first 200 of each kind */
            done: components["schemas"]["SyncActionResponse"][];
            /** @description What was not possible; in HTTP, the first 200 */
            failed: components["schemas"]["SyncFailureResponse"][];
            /** @description New copies of openBIS's versions; in HTTP, the first 200 */
            copies: components["schemas"]["SyncCopyResponse"][];
            /** @description What stays different; in HTTP, the first 200 of each kind */
            differences: components["schemas"]["SyncActionResponse"][];
            unchanged: components["schemas"]["AmountResponse"];
            unusable: components["schemas"]["SyncObstacleResponse"][];
            /** @description Number of actions of each kind that were done, all of them */
            readonly counts: {
                [key: string]: number;
            };
            /** @description Number of all `differences` of each kind */
            readonly differenceCounts: {
                [key: string]: number;
            };
            failedCount: number;
            copyCount: number;
            unusableCount: number;
            /** @description Whether both sides are the same now */
            settled: boolean;
        };
        JobResponse: {
            id: string;
            /** @enum {string} */
            readonly kind: "download" | "upload" | "uploadFiles" | "publish" | "sync";
            connection: string;
            /** @enum {string} */
            readonly state: "queued" | "running" | "waitingToRetry" | "done" | "failed" | "cancelled";
            /** @description What the client called this one click */
            key: string | null;
            /** @description Data sets that are downloaded; of other jobs, the one that was registered, or the sample or experiment that files were stored or synchronised with */
            readonly permIds: string[];
            /** @description What it is about, with names as far as they are known: the first 10 data sets that are downloaded; the data set that is registered; or the sample or experiment that files are stored with */
            subjects: components["schemas"]["SubjectResponse"][];
            /** @description Of uploads, publications and synchronisations: the sample or experiment, as requested */
            owner: string | null;
            /**
             * @description Of the sample or experiment that files were stored or synchronised with; until then, null
             * @enum {unknown}
             */
            ownerKind: "sample" | "experiment" | "project" | "space" | "dataSet" | null;
            /** @description Where files of a sample or experiment itself are stored, from its folder on; null for data sets, and until a publication has ended */
            ownerFolder: string | null;
            /** @description Whether it is about files of a sample or experiment itself (openBIS 7), not about data sets; of downloads, once they have ended */
            isOfOwner: boolean;
            /** @description Where a download goes, or the folder that is synchronised: absolute path */
            folder: string | null;
            /** @description Where openBIS's ELN shows the data set that was registered, or the owner of the files */
            link: string | null;
            /** @description What joins the versions of a notebook: send it with the next one */
            historyId: string | null;
            /** @description What the user should know about what was registered or stored, in sentences */
            remarks: string[];
            /** @description Data sets without matching files, or whose files are outside openBIS */
            skipped: components["schemas"]["SkippedResponse"][];
            /** @description Number of files of earlier downloads that were removed in openBIS; they stay on the disk */
            readonly removedFiles: number;
            /** Format: date-time */
            created: string;
            /** Format: date-time */
            started: string | null;
            /** Format: date-time */
            ended: string | null;
            /** @description How often it was begun */
            attempts: number;
            /**
             * Format: date-time
             * @description When an interrupted transfer (`waitingToRetry`) is tried again; else null
             */
            nextAttempt: string | null;
            progress: components["schemas"]["ProgressResponse"];
            /** @description Why it failed, or was interrupted; or why it was cancelled, where it was not a user who did so: `server-stopped`, `client-left` */
            error: components["schemas"]["ErrorResponse"] | null;
            /** @description What a download was asked for; asked for again, it continues */
            options: components["schemas"]["DownloadOptionsResponse"] | null;
            /** @description What was downloaded */
            downloads: components["schemas"]["FinishedDownloadResponse"][];
            /** @description What was stored with a sample or experiment itself */
            fileUpload: components["schemas"]["FileUploadResponse"] | null;
            /** @description What a synchronisation has done, also if not everything was possible; null until its end, and if nothing could be planned */
            sync: components["schemas"]["SyncReportResponse"] | null;
            /** @description The sentence about the registered data set that clients store in the notebook */
            readonly statusText: string | null;
        };
        PlannedFileResponse: {
            /** @description In the data set */
            path: string;
            /** @description Below the folder */
            localPath: string;
            size: number;
            /** @enum {string} */
            readonly state: "missing" | "partial" | "complete" | "different" | "outdated" | "unreadable" | "refused";
            /** @description Bytes that are there already */
            present: number;
        };
        DataSetPlanResponse: {
            permId: string;
            /** @description Its folder */
            path: string;
            /** @description Archiving status */
            status: string | null;
            /** @description Why it cannot be downloaded */
            problem: components["schemas"]["ErrorResponse"] | null;
            /** @description That none of its files fits the patterns, or that they are outside openBIS */
            readonly skipped: string | null;
            files: components["schemas"]["PlannedFileResponse"][];
            /** @description Files that would be replaced, but for those that an earlier download stored and that were not edited since */
            conflicts: string[];
            /** @description Files of an earlier download that were removed in openBIS; they stay on the disk */
            readonly removed: string[];
        };
        DownloadPlanResponse: {
            dataSets: components["schemas"]["DataSetPlanResponse"][];
            total: components["schemas"]["AmountResponse"];
            toFetch: components["schemas"]["AmountResponse"];
            freeBytes: number | null;
            /** @description Whether there is room enough on the disk */
            fits: boolean;
        };
        SourceFileResponse: {
            /** @description Its path in the data set */
            name: string;
            size: number;
            /** @description An empty folder */
            isFolder: boolean;
        };
        UploadPlanResponse: {
            type: string;
            owner: string;
            parents: string[];
            properties: {
                [key: string]: string | string[];
            };
            files: components["schemas"]["SourceFileResponse"][];
            total: components["schemas"]["AmountResponse"];
            /** @description What is left out of the folders: paths in the data set, those of folders end with a slash */
            leftOutFiles: string[];
        };
        FileToStoreResponse: {
            /** @description From the folder of the sample or experiment on */
            path: string;
            size: number;
            isFolder: boolean;
            /** @description Whether openBIS has a file of that name, with other content */
            readonly replaces: boolean;
        };
        FileUploadPlanResponse: {
            owner: string;
            /** @enum {string} */
            readonly ownerKind: "sample" | "experiment";
            /** @description Of the owner */
            permId: string;
            /** @description Target folder. From the folder of the sample or experiment on */
            folder: string;
            files: components["schemas"]["FileToStoreResponse"][];
            total: components["schemas"]["AmountResponse"];
            /** @description Files of `files` that have other content in openBIS */
            existing: string[];
            /** @description Whether these may be replaced */
            replaces: boolean;
            unchanged: components["schemas"]["StoredFileResponse"][];
            leftOutFiles: string[];
        };
        PublicationPlanResponse: {
            /** @description What joins the versions of the notebook; a new one, unless the request has it */
            historyId: string;
            /** @description What the user should know, in sentences */
            remarks: string[];
            type: string;
            owner: string;
            parents: string[];
            properties: {
                [key: string]: string | string[];
            };
            files: components["schemas"]["SourceFileResponse"][];
            total: components["schemas"]["AmountResponse"];
            /** @description What is left out of the folders: paths in the data set, those of folders end with a slash */
            leftOutFiles: string[];
            /** @description Codes of properties that the type does not have: their values are not kept */
            leftOut: string[];
        };
        FilePublicationPlanResponse: {
            /** @description What joins the versions of the notebook; a new one, unless the request has it */
            historyId: string;
            /** @description What the user should know, in sentences */
            remarks: string[];
            owner: string;
            /** @enum {string} */
            readonly ownerKind: "sample" | "experiment";
            /** @description Of the owner */
            permId: string;
            /** @description Target folder. From the folder of the sample or experiment on */
            folder: string;
            files: components["schemas"]["FileToStoreResponse"][];
            total: components["schemas"]["AmountResponse"];
            /** @description Files of `files` that have other content in openBIS */
            existing: string[];
            /** @description Whether these may be replaced */
            replaces: boolean;
            unchanged: components["schemas"]["StoredFileResponse"][];
            leftOutFiles: string[];
            parents: string[];
        };
        SyncPlanResponse: {
            /** @description Absolute path */
            folder: string;
            /** @description The sample or experiment */
            owner: string;
            permId: string;
            readonly direction: string;
            /** @description What would be done; in HTTP, the first 200 of each kind */
            actions: components["schemas"]["SyncActionResponse"][];
            /** @description What stays different until the user decides; in HTTP, the first 200 of each kind */
            differences: components["schemas"]["SyncActionResponse"][];
            /** @description Number of `actions` and `differences` of each kind, all of them */
            readonly counts: {
                [key: string]: number;
            };
            unchanged: components["schemas"]["AmountResponse"];
            toSend: components["schemas"]["AmountResponse"];
            toFetch: components["schemas"]["AmountResponse"];
            /** @description Whether more than one file and more than half of all would be deleted */
            deletesMany: boolean;
            unusable: components["schemas"]["SyncObstacleResponse"][];
            unusableCount: number;
        };
        UnfinishedResponse: {
            /** @description Folder of the data set */
            path: string;
            permId: string;
            url: string;
            /** Format: date-time */
            written: string;
            readonly files: string[];
            /** @description The folder that was requested */
            folder: string;
            options: components["schemas"]["DownloadOptionsResponse"];
        };
        UnfinishedDownloadsResponse: {
            unfinished: components["schemas"]["UnfinishedResponse"][];
        };
        KeptFolderResponse: {
            /** @description Relative to Jupyter's root folder, `/` as separator; absolute if it is not below it */
            folder: string;
            connection: string;
            /** @description Of the sample or experiment */
            permId: string;
            identifier: string;
            /** @enum {unknown} */
            direction: "down" | "up" | "both";
            delete: boolean;
            hidden: boolean;
            exclude: string[];
            settleSeconds: number;
            intervalSeconds: number;
            /** @enum {unknown} */
            state: "watching" | "synchronising" | "failing" | "notLoggedIn";
            /**
             * Format: date-time
             * @description When it began
             */
            since: string;
            /**
             * Format: date-time
             * @description When the last synchronisation was complete; null: none since the server began
             */
            lastSynchronised: string | null;
            /** @description Why the last synchronisation was not possible, or not complete */
            error: components["schemas"]["ErrorResponse"] | null;
            /** @description Number of actions of each kind that were done since the server began */
            readonly counts: {
                [key: string]: number;
            };
            /** @description What stays different until the user decides, the first 200 of each kind */
            differences: components["schemas"]["SyncActionResponse"][];
            /** @description Number of all `differences` of each kind */
            readonly differenceCounts: {
                [key: string]: number;
            };
            /** @description Files that may still be written, the first 200 */
            waiting: string[];
            waitingCount: number;
        };
        KeptFoldersResponse: {
            folders: components["schemas"]["KeptFolderResponse"][];
        };
        KeepFolderRequest: {
            /** @description The local folder: absolute, or relative to Jupyter's root folder */
            folder: string;
            /**
             * @description PermId or identifier of the sample or experiment with the files; may be left out for a folder that is synchronised already
             * @default
             */
            owner?: string | null;
            /**
             * @description `up`: openBIS follows the folder; `down`: the folder follows openBIS; `both`: changes of each side are made on the other one
             * @default both
             * @enum {unknown}
             */
            direction?: "down" | "up" | "both";
            /**
             * @description Delete, into a trash, what was deleted on the other side since the last time; else it is only reported
             * @default false
             */
            delete?: boolean;
            /**
             * @description Also hidden files and folders, and junk of other programs
             * @default false
             */
            hidden?: boolean;
            /** @description Patterns of what is ignored on both sides, as in uploads */
            exclude?: string[];
            /** @description Name of the connection */
            connection: string;
            /**
             * @description A file is sent when it has not changed for this time
             * @default 10
             */
            settleSeconds?: number;
            /**
             * @description Changes in openBIS are looked for at least so often
             * @default 60
             */
            intervalSeconds?: number;
        };
        SynchronisedResponse: {
            /** @description Relative to Jupyter's root folder, `/` as separator; absolute if it is not below it */
            folder: string;
            /** @description Address of its openBIS */
            url: string;
            /** @description Of the sample or experiment */
            permId: string;
            identifier: string;
            /** @description Name of a connection to that openBIS; null if there is none */
            connection: string | null;
            /** @description Null if this server does not keep it */
            keeping: components["schemas"]["KeptFolderResponse"] | null;
        };
        EntryStateResponse: {
            name: string;
            /** @enum {unknown} */
            state: "ignored" | "same" | "unknown" | "waiting" | "new" | "changed" | "copy" | "conflict" | "failed";
            readonly problem: string | null;
        };
        FolderStateResponse: {
            /** @description The folder, or the nearest one above that is synchronised; null if none is */
            synchronised: components["schemas"]["SynchronisedResponse"] | null;
            /** @description Empty if the folder is not synchronised */
            entries: components["schemas"]["EntryStateResponse"][];
            /** @description Whether `entries` has all files and folders of the folder */
            complete: boolean;
        };
        KernelLoginRequest: {
            /** @description Name of the connection */
            connection: string;
            /**
             * @description SHA-256, in hex, of the session token that openBIS has refused; if that is the current one, it is renewed
             * @default null
             */
            expired?: string | null;
        };
        KernelLoginResponse: {
            verify_certificates: boolean;
            ca_bundle: string | null;
            /** @description SHA-256 fingerprints of the certificates to trust, instead of authorities; nothing is sent to others */
            certificate_fingerprints: string[];
            /** @default 200 */
            status: number;
            name: string;
            url: string;
            username: string;
            /** @description Session token or personal access token; a secret */
            readonly token: string;
        };
        SaveEnvironmentRequest: {
            /** @description Path of the notebook relative to Jupyter's root folder */
            notebook: string;
            /** @enum {string} */
            language: "python" | "R";
            /** @description What the kernel has printed */
            answer: string;
            /**
             * @description What happens to a file that belongs to another notebook, or to the user: `ask` answers 409, `replace` replaces it, `own-names` saves files that no other notebook has
             * @default ask
             * @enum {string}
             */
            conflict?: "ask" | "replace" | "own-names";
        };
        PackageCommentResponse: {
            name: string;
            version: string;
            /** @description A sentence without its subject, the package */
            text: string;
            /** @description Whether the file installs it all the same */
            isListed: boolean;
        };
        EnvironmentResponse: {
            /** @description Paths relative to Jupyter's root folder */
            files: string[];
            /** @description The content of each of these files */
            texts: {
                [key: string]: string;
            };
            /** @description How many packages the kernel has */
            readonly packages: number;
            comments: components["schemas"]["PackageCommentResponse"][];
        };
        SaveRequirementsRequest: {
            /** @description Path of the notebook relative to Jupyter's root folder */
            notebook_path: string;
            /** @description Content of the requirements file */
            requirements_list?: string | null;
            /** @description Its name */
            requirements_filename?: string | null;
            /** @description Content of the runtime file */
            runtime?: string | null;
            /** @description Its name */
            runtime_filename?: string | null;
        };
        RequirementsResponse: {
            /** @default 200 */
            status: number;
            /** @description Paths relative to Jupyter's root folder */
            files: string[];
        };
        HealthResponse: {
            /** @default ok */
            status: string;
            version: string;
            /** @description Version of pyBIS */
            pybis: string;
            /** @description Whether the program sshfs was found */
            sshfs: boolean;
            /** @description Whether work is taken; no longer when Jupyter is about to end */
            ready: boolean;
            /** @description Transfers that run */
            runningJobs: number;
            /** @description Transfers that wait for their turn */
            waitingJobs: number;
            /** @description Requests that are worked on, each in a thread */
            threads: number;
            /** @description Requests that wait for a thread */
            waitingRequests: number;
            /** @description Connections that are registered */
            connections: number;
            /** @description Those with an open session, as far as is known */
            connected: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;

export const ROOT_KINDS = [
  "space"
] as const;

export const CHILD_KINDS = {
  "space": [
    "project",
    "sample"
  ],
  "project": [
    "experiment",
    "sample"
  ],
  "experiment": [
    "sample",
    "dataSet"
  ],
  "sample": [
    "dataSet"
  ],
  "dataSet": []
} as const;

export const OWNER_KINDS = [
  "sample",
  "experiment"
] as const;

export const TYPED_KINDS = [
  "dataSet",
  "sample",
  "experiment"
] as const;

export const CREATION_PLACES = {
  "sample": [
    "experiment",
    "project",
    "space"
  ],
  "experiment": [
    "project"
  ]
} as const;

export const SEARCH_KINDS = [
  "dataSet",
  "sample",
  "experiment",
  "project"
] as const;

export const FILTERABLE_KINDS = [
  "dataSet",
  "sample",
  "experiment"
] as const;

export const CONDITION_OPERATORS = {
  "BOOLEAN": [
    "=",
    "!=",
    "is empty",
    "is not empty"
  ],
  "CONTROLLEDVOCABULARY": [
    "=",
    "!=",
    "is empty",
    "is not empty"
  ],
  "DATE": [
    "=",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    "between",
    "is empty",
    "is not empty"
  ],
  "HYPERLINK": [
    "=",
    "!=",
    "contains",
    "is empty",
    "is not empty"
  ],
  "INTEGER": [
    "=",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    "between",
    "is empty",
    "is not empty"
  ],
  "MATERIAL": [
    "=",
    "!=",
    "contains",
    "is empty",
    "is not empty"
  ],
  "MULTILINE_VARCHAR": [
    "=",
    "!=",
    "contains",
    "is empty",
    "is not empty"
  ],
  "REAL": [
    "=",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    "between",
    "is empty",
    "is not empty"
  ],
  "SAMPLE": [
    "=",
    "!=",
    "contains",
    "is empty",
    "is not empty"
  ],
  "TIMESTAMP": [
    "=",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    "between",
    "is empty",
    "is not empty"
  ],
  "VARCHAR": [
    "=",
    "!=",
    "contains",
    "is empty",
    "is not empty"
  ],
  "XML": [
    "=",
    "!=",
    "contains",
    "is empty",
    "is not empty"
  ]
} as const;

export const OPERATORS_WITHOUT_VALUE = [
  "is empty",
  "is not empty"
] as const;

export const MAX_CONDITIONS = 20 as const;

export const SORT_FIELDS = [
  "registered",
  "modified",
  "code"
] as const;

export const MAX_ROWS = 1000 as const;

export const PERM_ID_PATTERN = "(?<!\\d)\\d{17}-\\d+" as const;

export const READABLE_STATUSES = [
  "AVAILABLE",
  "BACKUP_PENDING",
  "LOCKED"
] as const;

export const PATTERN_CHARACTERS = "*?[" as const;

export const TABLE_DELIMITERS = {
  ".csv": ",",
  ".tsv": "\t",
  ".tab": "\t"
} as const;

export const MAYBE_TABLES = [
  ".txt",
  ".dat"
] as const;

export const ENCODINGS = [
  "utf-8",
  "utf-8-sig",
  "utf-16",
  "utf-16-le",
  "utf-16-be",
  "latin-1",
  "cp1252"
] as const;

export const NOTEBOOK_TYPE = "ANALYSIS_NOTEBOOK" as const;

export const NOTEBOOK_PROPERTIES = {
  "name": "$NAME",
  "notes": "NOTES",
  "historyId": "$HISTORY_ID"
} as const;

export const KERNEL_LANGUAGES = [
  "python",
  "R"
] as const;

export const KERNEL_TIMEOUT = 60 as const;

export const ENVIRONMENT_FILES = {
  "requirements": "requirements.txt",
  "runtime": "runtime.txt",
  "environment": "environment.yml"
} as const;

export const MAX_LINEAGE_NODES = 10000 as const;

export const ACTIVE_STATES = [
  "queued",
  "running",
  "waitingToRetry"
] as const;

export const MAX_ENDED_JOBS = 200 as const;

export const CONNECTION_FIELDS = [
  {
    "name": "name",
    "label": "Name",
    "type": "text",
    "default": null,
    "maxLength": null,
    "endsSession": false
  },
  {
    "name": "url",
    "label": "URL",
    "type": "text",
    "default": null,
    "maxLength": null,
    "endsSession": true
  },
  {
    "name": "username",
    "label": "User",
    "type": "text",
    "default": null,
    "maxLength": null,
    "endsSession": false
  },
  {
    "name": "password",
    "label": "Password or access token",
    "type": "secret",
    "default": null,
    "maxLength": null,
    "endsSession": false
  },
  {
    "name": "verify_certificates",
    "label": "Verify certificate",
    "type": "flag",
    "default": null,
    "maxLength": null,
    "endsSession": true
  },
  {
    "name": "ca_bundle",
    "label": "CA certificate file",
    "type": "file",
    "default": null,
    "maxLength": 4096,
    "endsSession": true
  },
  {
    "name": "certificate_fingerprints",
    "label": "Trusted certificates",
    "type": "fingerprints",
    "default": null,
    "maxLength": null,
    "endsSession": true
  },
  {
    "name": "http_only",
    "label": "Allow http://, without encryption",
    "type": "flag",
    "default": false,
    "maxLength": null,
    "endsSession": true
  },
  {
    "name": "mount",
    "label": "Mount as folder (SFTP)",
    "type": "mount",
    "default": null,
    "maxLength": null,
    "endsSession": false
  }
] as const;

export const MOUNT_DEFAULTS = {
  "host": "",
  "port": 2222,
  "path": "/",
  "mountpoint": "",
  "read_only": true,
  "options": []
} as const;

export const READ_ONLY_ERROR = "read-only" as const;

export const CHANGED_MEANWHILE_ERROR = "changed-meanwhile" as const;

export const LOGIN_ERRORS = [
  "missing-credentials",
  "not-a-token",
  "not-logged-in",
  "session-expired",
  "session-token-as-password",
  "token-expired",
  "wrong-credentials",
  "wrong-user"
] as const;

export const UNREACHABLE_ERRORS = [
  "certificate-changed",
  "certificate-not-trusted",
  "connection-failed",
  "host-not-allowed",
  "instance-unreachable",
  "invalid-response",
  "untrusted-certificate"
] as const;
