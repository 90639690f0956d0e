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
        ConnectionResponse: {
            verify_certificates: boolean;
            ca_bundle: string | null;
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
        };
        ConnectionsResponse: {
            /** @default 200 */
            status: number;
            connections: components["schemas"]["ConnectionResponse"][];
            /** @description Jupyter's root folder */
            notebook_dir: string;
            /** @description Whether kernels of this server can use the panel's login */
            kernel_login: boolean;
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
             * @description What to do
             * @default login
             * @enum {string}
             */
            action?: "login" | "logout" | "mount" | "unmount";
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
        };
        OneConnectionResponse: {
            /** @default 200 */
            status: number;
            connection: components["schemas"]["ConnectionResponse"];
            /** @description Jupyter's root folder */
            notebook_dir: string;
            /** @description Whether kernels of this server can use the panel's login */
            kernel_login: boolean;
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
        SearchResponse: {
            entities: components["schemas"]["EntityResponse"][];
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
        OwnerResponse: {
            /**
             * @description `experiment` is also called collection, `sample` object
             * @enum {unknown}
             */
            kind: "sample" | "experiment" | "project" | "space" | "dataSet";
            permId: string;
            identifier: string;
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
            owner: components["schemas"]["OwnerResponse"] | null;
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
            /** @description The data stores of the openBIS, where a connection is logged in to it; else empty */
            dataStores: components["schemas"]["DataStoreCheckResponse"][];
        };
        PreviewResponse: {
            /** @enum {unknown} */
            kind: "image" | "text" | "table" | "none";
            mediaType: string;
            /** @description Of an image, the whole file in base64 */
            readonly data: string | null;
            /** @description The beginning of a text */
            text: string | null;
            /** @description The beginning of a table */
            rows: string[][] | null;
            /** @description Whether there is more than is shown */
            truncated: boolean;
            /** @description Why nothing is shown */
            reason: string | null;
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
        DataSetTypesResponse: {
            dataSetTypes: components["schemas"]["DataSetTypeResponse"][];
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
        };
        JobSummaryResponse: {
            id: string;
            /** @enum {string} */
            readonly kind: "download" | "upload" | "uploadFiles" | "publish";
            connection: string;
            /** @enum {string} */
            readonly state: "queued" | "running" | "done" | "failed" | "cancelled";
            /** @description What the client called this one click */
            key: string | null;
            /** @description Data sets that are downloaded; of other jobs, the one that was registered, or the sample or experiment that files were stored with */
            readonly permIds: string[];
            /** @description Of uploads: the sample or experiment, as it was requested */
            owner: string | null;
            /** @description Where a download goes */
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
            progress: components["schemas"]["ProgressResponse"];
            /** @description Why it failed; or why it was cancelled, where it was not a user who did so: `server-stopped`, `client-left` */
            error: components["schemas"]["ErrorResponse"] | null;
        };
        JobsResponse: {
            jobs: components["schemas"]["JobSummaryResponse"][];
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
        DownloadOptionsResponse: {
            files: string[];
            flat: boolean;
            overwrite: boolean;
            /** @enum {string} */
            readonly mode: "copy" | "link";
        };
        AmountResponse: {
            files: number;
            bytes: number;
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
        JobResponse: {
            id: string;
            /** @enum {string} */
            readonly kind: "download" | "upload" | "uploadFiles" | "publish";
            connection: string;
            /** @enum {string} */
            readonly state: "queued" | "running" | "done" | "failed" | "cancelled";
            /** @description What the client called this one click */
            key: string | null;
            /** @description Data sets that are downloaded; of other jobs, the one that was registered, or the sample or experiment that files were stored with */
            readonly permIds: string[];
            /** @description Of uploads: the sample or experiment, as it was requested */
            owner: string | null;
            /** @description Where a download goes */
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
            progress: components["schemas"]["ProgressResponse"];
            /** @description Why it failed; or why it was cancelled, where it was not a user who did so: `server-stopped`, `client-left` */
            error: components["schemas"]["ErrorResponse"] | null;
            /** @description What a download was asked for; asked for again, it continues */
            options: components["schemas"]["DownloadOptionsResponse"] | null;
            /** @description What was downloaded */
            downloads: components["schemas"]["FinishedDownloadResponse"][];
            /** @description What was stored with a sample or experiment itself */
            fileUpload: components["schemas"]["FileUploadResponse"] | null;
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

export const ACTIVE_STATES = [
  "queued",
  "running"
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
  "connection-failed",
  "host-not-allowed",
  "instance-unreachable",
  "invalid-response",
  "untrusted-certificate"
] as const;
